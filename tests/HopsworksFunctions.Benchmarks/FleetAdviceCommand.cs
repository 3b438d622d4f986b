using System.Globalization;
using System.Diagnostics;
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
using Activity = HopsworksFunctions.Policies.Decisions.Activity;

namespace HopsworksFunctions.Benchmarks;

/// <summary>
/// <c>advice</c>: the cost of advice for 500 clusters of two rules, from 92 days in SQLite. Each cluster works office hours that start and
/// end at different times each day, and one in fifty of the other half hours. BenchmarkDotNet would repeat this for minutes.
/// </summary>
internal sealed class FleetAdviceCommand() : FleetBenchmarks(
    [.. Enumerable.Range(0, 500).Select(n => new Cluster
    {
        Id = $"{n}", Name = $"{(n % 2 == 0 ? "dev" : "test")}-{n}", State = ClusterState.Running, StateText = "running",
        ActivationState = ActivationState.Stoppable, CreatedOn = Now - Duration.FromDays(200), StartedOn = Now - Duration.FromHours(12),
    })])
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 20, 0);
    private static readonly Instant From = Now - Duration.FromDays(92);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("advice-");
        try
        {
            using var database = new StateDatabase(folder.FullName, "a");
            var reader = await new FleetAdviceCommand().ReaderAsync(database);
            using var process = Process.GetCurrentProcess();
            for (var n = 0; n < 2; n++)
            {
                process.Refresh();
                var (cpu, started) = (process.TotalProcessorTime, TimeProvider.System.GetTimestamp());
                var advice = await reader.AdviseAllAsync(null, From, Now, 0.95, default);
                process.Refresh();
                Console.WriteLine(
                    $"{advice.Clusters.Count} clusters, {advice.Rules.Count} rules, {(process.TotalProcessorTime - cpu).TotalSeconds:0.0} s"
                    + $" of CPU, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s on {Environment.ProcessorCount} "
                    + $"processors, {process.PeakWorkingSet64 / 1e6:0} MB resident; {string.Join("; ", advice.Rules[0].Windows!)}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        return 0;
    }

    private async Task<AdviceReader> ReaderAsync(StateDatabase database)
    {
        var (time, store) = (new VirtualTime(Now), new MemoryAccountStore("a"));
        var documents = new SqliteDocumentStore(database, TimeProvider.System);
        var (audit, activity) = (new SqliteAuditLog(database), new ActivityLog(documents, Duration.FromDays(92)));
        var policies = new SimulatedPolicies(PolicyFile.Parse("""
            { "timeZone": "Europe/Stockholm", "defaults": { "observe": true },
              "schedules": { "office": { "up": ["mon-fri 07:00-19:00"] } },
              "rules": [ { "name": "dev", "match": { "name": "dev-*" }, "schedule": "office" },
                         { "name": "test", "match": { "name": "test-*" }, "schedule": "office" } ] }
            """u8).Policies!);
        // The first run creates the records.
        await RunAsync(policies, new(store, audit, new MemoryRunLease(time)), time);
        await YearOfAudit.WriteAsync(database, [.. store.Records.Values], Now.InUtc().Date, 92, default);
        var history = new AuditHistory(audit, documents);
        for (var n = 0; n <= 92 / ClosedDays.AtOnce; n++)
            await history.CloseDaysAsync(Now, From - Duration.FromDays(400), default);
        for (var week = ActivityWeek.Of(From); UtcDay.StartOf(week) < Now; week = week.PlusWeeks(1))
            await activity.AppendAsync([.. Clusters.SelectMany(cluster => Week(cluster.Id, week))], default);
        return new(
            store, history, activity, new HistoryReader(store, audit, activity, time), new(this, policies),
            new PriceResolver([], null!, time), time);
    }

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
