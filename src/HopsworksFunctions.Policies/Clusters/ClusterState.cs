namespace HopsworksFunctions.Policies.Clusters;

/// <summary>The cluster states of Hopsworks.ai; <see cref="Unknown"/> for any other string.</summary>
public enum ClusterState
{
    Unknown,
    Pending,
    Starting,
    Initializing,
    RonDBInitializing,
    StartingHopsworks,
    SecondaryInitializing,
    Running,
    Updating,
    Decommissioning,
    WorkerPending,
    WorkerStarting,
    WorkerInitializing,
    WorkerDecommissioning,
    WorkerShuttingDown,
    Stopping,
    Stopped,
    ExternallyStopped,
    ExternallyShuttingDown,
    ExternallyTerminated,
    Error,
    CommandFailed,
    WorkerError,
    SecondaryError,
    ShuttingDown,
    TerminationWarning,
}

/// <summary>The action that Hopsworks.ai allows on a cluster; <see cref="Unknown"/> if absent or not recognized.</summary>
public enum ActivationState
{
    Unknown,
    Startable,
    Stoppable,
    Terminable,
}

/// <summary>The cloud that a cluster's machines run in.</summary>
public enum Cloud
{
    Unknown,
    Aws,
    Azure,
    Gcp,
}
