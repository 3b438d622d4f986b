using BenchmarkDotNet.Attributes;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Benchmarks;

/// <summary>A thousand clusters that are running inside their window, and the storage of their state.</summary>
public abstract class StateBenchmarks() : FleetBenchmarks(
    [.. Enumerable.Range(0, Count).Select(n => new Cluster
    {
        Id = $"5f0e7c2a-0000-4000-8000-{n:x12}", Name = $"dev-{n}", State = ClusterState.Running, StateText = "running",
        ActivationState = ActivationState.Stoppable, CreatedOn = Noon - Duration.FromDays(90), StartedOn = Noon - Duration.FromHours(5),
        Workers = [new("Standard_D8_v3", 512, 2)],
    })]), IDisposable
{
    protected const int Count = 1000;
    private static readonly Instant Noon = Instant.FromUtc(2026, 6, 1, 12, 0);

    private readonly VirtualTime time = new(Noon);
    private readonly SimulatedPolicies policies = new(PolicyFile.Parse("""
        { "timeZone": "UTC", "schedules": { "office": { "up": ["mon-fri 07:00-19:00"] } },
          "rules": [ { "name": "dev", "match": {}, "schedule": "office", "warn": "15m" } ] }
        """u8).Policies!);
    private StateDatabase? database;
    private DirectoryInfo? folder;

    internal CountedStore? Counted { get; private set; }

    /// <summary>Opens the storage of a new account.</summary>
    protected AccountStorage Open(bool sqlite)
    {
        Dispose();
        if (!sqlite)
            return new(new MemoryAccountStore("a"), new MemoryAuditLog(), new MemoryRunLease(time));
        folder = Directory.CreateTempSubdirectory("state-");
        database = new(folder.FullName, "a");
        Counted = new(new SqliteDocumentStore(database, time), new SqliteAuditLog(database));
        var accounts = new DocumentAccountStore(Counted, "a", NullLogger<DocumentAccountStore>.Instance);
        return new(accounts, Counted, new MemoryRunLease(time));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        database?.Dispose();
        folder?.Delete(recursive: true);
        (database, folder) = (null, null);
        GC.SuppressFinalize(this);
    }

    protected async Task RunAsync(AccountStorage storage)
    {
        var report = await RunAsync(policies, storage, time);
        if (report.Outcome != RunOutcome.Ok || report.Clusters.Count != Count)
            throw new InvalidOperationException($"The run failed: {report.Error}");
    }
}

/// <summary>A run in which nothing changes: at most 10 us and 1 KB for each cluster.</summary>
[MemoryDiagnoser]
public class QuietRunBenchmarks : StateBenchmarks
{
    private AccountStorage storage = null!;

    [Params(false, true)]
    public bool Sqlite { get; set; }

    [GlobalSetup]
    public async Task SeeAsync()
    {
        storage = Open(Sqlite);
        for (var run = 0; run < 110; run++)
            await RunAsync(storage);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public Task Run() => RunAsync(storage);
}

/// <summary>The first run over a thousand clusters on SQLite: at most 40 calls of the store.</summary>
[MemoryDiagnoser]
public class FirstSightBenchmarks : StateBenchmarks
{
    private AccountStorage storage = null!;

    [IterationSetup]
    public void Forget() => storage = Open(sqlite: true);

    /// <summary>Counts the store's calls in the first run and in a run in which nothing changes.</summary>
    public async Task<(int First, int Quiet)> CallsAsync()
    {
        Forget();
        await Run();
        var first = Counted!.Calls;
        await Run();
        return (first, Counted.Calls - first);
    }

    [Benchmark]
    public Task Run() => RunAsync(storage);
}
