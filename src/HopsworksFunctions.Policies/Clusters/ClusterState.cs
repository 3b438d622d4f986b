namespace HopsworksFunctions.Policies.Clusters;

/// <summary>The states that Hopsworks.ai reports for a cluster, and <see cref="Unknown"/> for any string that is none of them.</summary>
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

/// <summary>What Hopsworks.ai says may be done with a cluster; <see cref="Unknown"/> when absent or not understood.</summary>
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
