using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>
/// The Hopsworks.ai calls that runs need. Expected faults are results, not exceptions; only cancellation throws. Reads are retried. An
/// action is sent at most once, except that it is sent once more after a rejected key was reread.
/// </summary>
public interface IHopsworksClient
{
    /// <summary>Lists all clusters of the account. An envelope code of 404 is a failure here, not an empty list.</summary>
    Task<ApiResult<IReadOnlyList<Cluster>>> ListClustersAsync(CancellationToken cancellationToken);

    Task<ApiResult<Cluster>> GetClusterAsync(string clusterId, CancellationToken cancellationToken);

    /// <summary>Requests a stop, which continues after the answer; the cluster may still be reported as running for a while.</summary>
    Task<ApiResult> StopAsync(string clusterId, CancellationToken cancellationToken);

    /// <summary>Requests a start, which continues after the answer.</summary>
    Task<ApiResult> StartAsync(string clusterId, CancellationToken cancellationToken);

    /// <summary>Requests more worker nodes, only for a running cluster without an autoscaler.</summary>
    Task<ApiResult> AddWorkersAsync(string clusterId, IReadOnlyList<WorkerGroup> workers, CancellationToken cancellationToken);

    /// <summary>
    /// Lists the backups of a cluster, or of all clusters, including those of other creators. A new backup may be missing.
    /// </summary>
    /// <param name="clusterId">Null for all clusters.</param>
    Task<ApiResult<IReadOnlyList<Backup>>> ListBackupsAsync(string? clusterId, CancellationToken cancellationToken);

    /// <summary>Requests a backup of a running cluster, which continues after the answer, and returns the backup's ID.</summary>
    Task<ApiResult<string>> CreateBackupAsync(string clusterId, string name, CancellationToken cancellationToken);

    /// <summary>Requests the permanent deletion of a backup.</summary>
    Task<ApiResult> DeleteBackupAsync(string backupId, CancellationToken cancellationToken);
}
