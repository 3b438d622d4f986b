using BenchmarkDotNet.Attributes;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Benchmarks;

/// <summary>
/// A run that stops a hundred clusters, four at a time, over an API that answers everything slowly. It may take at most 1.15 times the
/// necessary waits.
/// </summary>
public class RunBenchmarks() : FleetBenchmarks(
    [.. Enumerable.Range(0, Stops).Select(n => new Cluster
    {
        Id = $"{n}", Name = $"dev-{n}", State = ClusterState.Running, StateText = "running", ActivationState = ActivationState.Stoppable,
        CreatedOn = Now - Duration.FromDays(90), StartedOn = Now - Duration.FromHours(12),
    })])
{
    private const int Stops = 100;
    private const int AtATime = 4;
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 20, 0);

    private readonly SimulatedPolicies policies = new(PolicyFile.Parse("""
        { "timeZone": "UTC", "schedules": { "office": { "up": ["mon-fri 07:00-19:00"] } },
          "limits": { "maxStopsPerRun": 1000, "maxConcurrentActions": 4 },
          "rules": [ { "name": "dev", "match": {}, "schedule": "office" } ] }
        """u8).Policies!);

    [Params(20)]
    public int LatencyInMilliseconds { get; set; }

    private TimeSpan Latency => TimeSpan.FromMilliseconds(LatencyInMilliseconds);

    /// <summary>Waits for one listing, then for a read and a call for each cluster, four at a time.</summary>
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
        var report = await RunAsync(
            policies, new(new MemoryAccountStore("a"), new MemoryAuditLog(), new MemoryRunLease(time)), time);
        return report.Clusters.Count(c => c.Done == ActionOutcome.Accepted) == Stops
            ? Stops
            : throw new InvalidOperationException($"Not all were stopped: {report.Error}");
    }

    public override async Task<ApiResult<IReadOnlyList<Cluster>>> ListClustersAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Latency, TimeProvider.System, cancellationToken);
        return await base.ListClustersAsync(cancellationToken);
    }

    public override async Task<ApiResult<Cluster>> GetClusterAsync(string clusterId, CancellationToken cancellationToken)
    {
        await Task.Delay(Latency, TimeProvider.System, cancellationToken);
        return Clusters.Single(c => c.Id == clusterId);
    }

    public override async Task<ApiResult> StopAsync(string clusterId, CancellationToken cancellationToken)
    {
        await Task.Delay(Latency, TimeProvider.System, cancellationToken);
        return ApiResult.Done;
    }
}
