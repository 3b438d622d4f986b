using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Benchmarks;

/// <summary>A base for runs over a fleet. The API lists the fleet and answers nothing else unless a benchmark overrides it.</summary>
public abstract class FleetBenchmarks(IReadOnlyList<Cluster> clusters) : IHopsworksClient, IActivityChecks
{
    protected IReadOnlyList<Cluster> Clusters => clusters;

    public virtual Task<ApiResult<IReadOnlyList<Cluster>>> ListClustersAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ApiResult<IReadOnlyList<Cluster>>(clusters, null));

    public virtual Task<ApiResult<Cluster>> GetClusterAsync(string clusterId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task<ApiResult> StopAsync(string clusterId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiResult> StartAsync(string clusterId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiResult> AddWorkersAsync(string clusterId, IReadOnlyList<WorkerGroup> workers, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ApiResult<IReadOnlyList<Backup>>> ListBackupsAsync(string? clusterId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ApiResult<string>> CreateBackupAsync(string clusterId, string name, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ApiResult> DeleteBackupAsync(string backupId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyDictionary<string, Sample>> ProbeAsync(
        IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken) =>
        new(new Dictionary<string, Sample>());

    private protected Task<RunReport> RunAsync(SimulatedPolicies policies, AccountStorage storage, VirtualTime time) =>
        new Reconciler(this, this, policies, storage, new NoNotifications(), time, NullLogger<Reconciler>.Instance)
            .RunAsync(new("benchmark", "benchmark"), default);
}
