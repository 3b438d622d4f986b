using BenchmarkDotNet.Attributes;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Benchmarks;

/// <summary>
/// A run that stops a hundred clusters, four at a time, against an API that takes its time for everything: at most 1.15 times the waits
/// that are needed.
/// </summary>
public class RunBenchmarks : IHopsworksClient, IActivityChecks
{
    private const int Stops = 100;
    private const int AtATime = 4;
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 20, 0);

    private readonly SimulatedPolicies policies = new(PolicyFile.Parse("""
        { "timeZone": "UTC", "schedules": { "office": { "up": ["mon-fri 07:00-19:00"] } },
          "limits": { "maxStopsPerRun": 1000, "maxConcurrentActions": 4 },
          "rules": [ { "name": "dev", "match": {}, "schedule": "office" } ] }
        """u8).Policies!);
    private readonly IReadOnlyList<Cluster> clusters = [.. Enumerable.Range(0, Stops).Select(n => new Cluster
    {
        Id = $"{n}", Name = $"dev-{n}", State = ClusterState.Running, StateText = "running", ActivationState = ActivationState.Stoppable,
        CreatedOn = Now - Duration.FromDays(90), StartedOn = Now - Duration.FromHours(12),
    })];

    [Params(20)]
    public int LatencyInMilliseconds { get; set; }

    private TimeSpan Latency => TimeSpan.FromMilliseconds(LatencyInMilliseconds);

    /// <summary>One listing, then a read and a call for each, four at a time.</summary>
    [Benchmark(Baseline = true)]
    public async Task NeededWaits()
    {
        for (var wait = 0; wait < 1 + 2 * Stops / AtATime; wait++)
            await Task.Delay(Latency, TimeProvider.System);
    }

    [Benchmark]
    public async Task<int> Run()
    {
        var time = new VirtualTime(Now);
        var reconciler = new Reconciler(
            this, this, policies, new(new MemoryAccountStore("a"), new MemoryAuditLog(), new MemoryRunLease(time)), new NoNotifications(),
            time, NullLogger<Reconciler>.Instance);
        var report = await reconciler.RunAsync(new("benchmark", "benchmark"), default);
        return report.Clusters.Count(c => c.Done == ActionOutcome.Accepted) == Stops
            ? Stops
            : throw new InvalidOperationException($"Not all were stopped: {report.Error}");
    }

    public async Task<ApiResult<IReadOnlyList<Cluster>>> ListClustersAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Latency, TimeProvider.System, cancellationToken);
        return new(clusters, null);
    }

    public async Task<ApiResult<Cluster>> GetClusterAsync(string clusterId, CancellationToken cancellationToken)
    {
        await Task.Delay(Latency, TimeProvider.System, cancellationToken);
        return clusters.Single(c => c.Id == clusterId);
    }

    public async Task<ApiResult> StopAsync(string clusterId, CancellationToken cancellationToken)
    {
        await Task.Delay(Latency, TimeProvider.System, cancellationToken);
        return ApiResult.Done;
    }

    public Task<ApiResult> StartAsync(string clusterId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ApiResult> AddWorkersAsync(string clusterId, IReadOnlyList<WorkerGroup> workers, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyDictionary<string, Sample>> ProbeAsync(
        IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken) =>
        new(new Dictionary<string, Sample>());
}
