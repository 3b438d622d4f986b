namespace HopsworksEmulator.ControlPlane;

/// <summary>The API's names for the states that the emulator uses. A test can set any other state.</summary>
public static class ClusterStates
{
    public const string Pending = "pending";
    public const string Starting = "starting";
    public const string Initializing = "initializing";
    public const string RonDBInitializing = "rondb-initializing";
    public const string StartingHopsworks = "starting-hopsworks";
    public const string SecondaryInitializing = "secondary-initializing";
    public const string Running = "running";
    public const string Updating = "updating";
    public const string WorkerPending = "worker-pending";
    public const string WorkerStarting = "worker-starting";
    public const string WorkerInitializing = "worker-initializing";
    public const string WorkerDecommissioning = "worker-decommissioning";
    public const string WorkerShuttingDown = "worker-shutting-down";
    public const string Stopping = "stopping";
    public const string Stopped = "stopped";
    public const string ExternallyStopped = "externally-stopped";
    public const string Error = "error";
    public const string ShuttingDown = "shutting-down";

    public static string ActivationOf(string state) => state switch
    {
        Running => ActivationStates.Stoppable,
        Stopped or ExternallyStopped => ActivationStates.Startable,
        Error or "command-failed" or "worker-error" or "secondary-error" or "termination-warning" => ActivationStates.Terminable,
        _ => "",
    };
}

/// <summary>The API's names for <c>activationState</c>. It is empty in transitions, where the real value is unknown.</summary>
public static class ActivationStates
{
    public const string Startable = "startable";
    public const string Stoppable = "stoppable";
    public const string Terminable = "terminable";
}
