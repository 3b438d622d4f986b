using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>The API's names for the app's enum values; any other name is Unknown.</summary>
public static class Words
{
    public static ClusterState State(string? word) => word switch
    {
        "pending" => ClusterState.Pending,
        "starting" => ClusterState.Starting,
        "initializing" => ClusterState.Initializing,
        "rondb-initializing" => ClusterState.RonDBInitializing,
        "starting-hopsworks" => ClusterState.StartingHopsworks,
        "secondary-initializing" => ClusterState.SecondaryInitializing,
        "running" => ClusterState.Running,
        "updating" => ClusterState.Updating,
        "decommissioning" => ClusterState.Decommissioning,
        "worker-pending" => ClusterState.WorkerPending,
        "worker-starting" => ClusterState.WorkerStarting,
        "worker-initializing" => ClusterState.WorkerInitializing,
        "worker-decommissioning" => ClusterState.WorkerDecommissioning,
        "worker-shutting-down" => ClusterState.WorkerShuttingDown,
        "stopping" => ClusterState.Stopping,
        "stopped" => ClusterState.Stopped,
        "externally-stopped" => ClusterState.ExternallyStopped,
        "externally-shutting-down" => ClusterState.ExternallyShuttingDown,
        "externally-terminated" => ClusterState.ExternallyTerminated,
        "error" => ClusterState.Error,
        "command-failed" => ClusterState.CommandFailed,
        "worker-error" => ClusterState.WorkerError,
        "secondary-error" => ClusterState.SecondaryError,
        "shutting-down" => ClusterState.ShuttingDown,
        "termination-warning" => ClusterState.TerminationWarning,
        _ => ClusterState.Unknown,
    };

    public static ActivationState ActivationState(string? word) => word switch
    {
        "startable" => Policies.Clusters.ActivationState.Startable,
        "stoppable" => Policies.Clusters.ActivationState.Stoppable,
        "terminable" => Policies.Clusters.ActivationState.Terminable,
        _ => Policies.Clusters.ActivationState.Unknown,
    };

    public static BackupState BackupState(string? word) => word switch
    {
        "pending" or "initializing" or "processing" => Policies.Clusters.BackupState.InProgress,
        "succeed" => Policies.Clusters.BackupState.Succeeded,
        "failed" => Policies.Clusters.BackupState.Failed,
        "deleting" => Policies.Clusters.BackupState.Deleting,
        _ => Policies.Clusters.BackupState.Unknown,
    };

    public static Cloud Cloud(string? word) => word?.ToUpperInvariant() switch
    {
        "AWS" => Policies.Clusters.Cloud.Aws,
        "AZURE" => Policies.Clusters.Cloud.Azure,
        "GCP" => Policies.Clusters.Cloud.Gcp,
        _ => Policies.Clusters.Cloud.Unknown,
    };
}
