using System.Globalization;
using BenchmarkDotNet.Attributes;
using HopsworksFunctions.Benchmarks.Readers;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Benchmarks;

/// <summary>
/// Advice for 500 clusters of two rules, from 92 days in SQLite: offices whose people come and go at different times each day, and who
/// also work in one of fifty other half hours.
/// </summary>
[MemoryDiagnoser]
public class FleetAdviceBenchmarks() : FleetBenchmarks(
    [.. Enumerable.Range(0, 500).Select(n => new Cluster
    {
        Id = $"{n}", Name = $"{(n % 2 == 0 ? "dev" : "test")}-{n}", State = ClusterState.Running, StateText = "running",
        ActivationState = ActivationState.Stoppable, CreatedOn = Now - Duration.FromDays(200), StartedOn = Now - Duration.FromHours(12),
    })])
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 20, 0);
    private static readonly Instant From = Now - Duration.FromDays(92);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("advice-");
    private Action cleanUp = () => { };
    private AdviceReader reader = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var database = new StateDatabase(folder.FullName, "a");
        cleanUp = () =>
        {
            database.Dispose();
            folder.Delete(recursive: true);
        };
        var (time, store, documents) = (new VirtualTime(Now), new MemoryAccountStore("a"), new SqliteDocumentStore(database, TimeProvider.System));
        var (audit, activity) = (new SqliteAuditLog(database), new ActivityLog(documents, Duration.FromDays(92)));
        var policies = new SimulatedPolicies(PolicyFile.Parse("""
            { "timeZone": "Europe/Stockholm", "schedules": { "office": { "up": ["mon-fri 07:00-19:00"] } }, "defaults": { "observe": true },
              "rules": [ { "name": "dev", "match": { "name": "dev-*" }, "schedule": "office" },
                         { "name": "test", "match": { "name": "test-*" }, "schedule": "office" } ] }
            """u8).Policies!);
        // One run makes the records.
        await RunAsync(policies, new(store, audit, new MemoryRunLease(time)), time);
        await YearOfAudit.WriteAsync(database, [.. store.Records.Values], Now.InUtc().Date, 92, default);
        var history = new AuditHistory(audit, documents);
        for (var n = 0; n <= 92 / ClosedDays.AtOnce; n++)
            await history.CloseDaysAsync(Now, From - Duration.FromDays(400), default);
        for (var week = ActivityWeek.Of(From); UtcDay.StartOf(week) < Now; week = week.PlusWeeks(1))
            await activity.AppendAsync([.. Clusters.SelectMany(cluster => Week(cluster.Id, week))], default);
        reader = new(
            store, history, activity, new HistoryReader(store, audit, activity, time), new(this, policies),
            new PriceResolver([], null!, time), time);
    }

    [GlobalCleanup]
    public void CleanUp() => cleanUp();

    [Benchmark]
    public async Task<int> Fleet() => (await reader.AdviseAllAsync(null, From, Now, 0.95, default)).Clusters.Count;

    private static IEnumerable<ActivityChange> Week(string cluster, LocalDate monday)
    {
        var random = new Random(1000 * int.Parse(cluster, CultureInfo.InvariantCulture) + monday.DayOfYear);
        Activity? last = null;
        for (var day = 0; day < 7; day++)
        {
            var (first, end) = (16 + random.Next(-2, 3), 35 + random.Next(-2, 3));
            for (var i = 0; i < 48; i++)
            {
                var now = day < 5 && i >= first && i < end || random.NextDouble() < 0.02 ? Activity.Busy : Activity.Quiet;
                if (now != last)
                    yield return new(cluster, now, UtcDay.StartOf(monday.PlusDays(day)) + Duration.FromMinutes(30 * i));
                last = now;
            }
        }
    }
}
