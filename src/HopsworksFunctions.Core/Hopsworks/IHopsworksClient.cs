using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>
/// What reconciling needs of the Hopsworks.ai control plane. Expected faults are results, not exceptions; only cancellation throws.
/// Reads are retried inside; an action is sent at most once, except that a refused key is re-read and the call made once more.
/// </summary>
public interface IHopsworksClient
{
    /// <summary>All clusters of the account; an envelope code 404 is a failure here, not an empty list.</summary>
    Task<ApiResult<IReadOnlyList<Cluster>>> ListClustersAsync(CancellationToken cancellationToken);

    Task<ApiResult<Cluster>> GetClusterAsync(string clusterId, CancellationToken cancellationToken);

    /// <summary>Asks for a stop, which runs on after the answer; the cluster may still read as running for a while.</summary>
    Task<ApiResult> StopAsync(string clusterId, CancellationToken cancellationToken);

    /// <summary>Asks for a start, which runs on after the answer.</summary>
    Task<ApiResult> StartAsync(string clusterId, CancellationToken cancellationToken);

    /// <summary>Asks for more worker nodes; only for a running cluster without autoscale.</summary>
    Task<ApiResult> AddWorkersAsync(string clusterId, IReadOnlyList<WorkerGroup> workers, CancellationToken cancellationToken);
}
