using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Backtests;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Language;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace HopsworksFunctions.Benchmarks;

/// <summary>
/// <c>backtest [CLUSTERS [DAYS]]</c>: the cost of reading the history of offices that start and end work at different times each day, and
/// of replaying it under policies. BenchmarkDotNet would repeat this for minutes.
/// </summary>
internal static class LongBacktestCommand
{
    private static readonly Instant From = Instant.FromUtc(2026, 3, 2, 0, 0);

    public static async Task<int> RunAsync(string[] rest)
    {
        var (clusters, days) = (Number(rest, 0, 110), Number(rest, 1, 91));
        var to = From + Duration.FromDays(days);
        var documents = new MemoryDocumentStore();
        var kept = new SimulatedHistory(new("a"), new(documents, Duration.FromDays(400)), new(documents, Duration.FromDays(400)));
        var audit = new MemoryAuditLog();
        await Simulator.RunAsync(Life(clusters, days, to), new SimulationBenchmarks.NoOutput(), default, audit, kept: kept);
        var reader = new FleetHistoryReader(
            kept.Account, new(audit, null), kept.Activity, kept.Policies, new ConfigurationBuilder().Build(), new VirtualTime(to));

        var watch = Watch.Start();
        var history = await reader.ReadAsync(From, to, default);
        watch.Write($"{clusters} clusters, {days} days, read");
        watch = Watch.Start();
        var json = JsonSerializer.Serialize(history, HttpJson.Options);
        history = JsonSerializer.Deserialize<FleetHistory>(json, HttpJson.Options)!;
        watch.Write($"written and parsed, {json.Length / 1e6:0.0} MB");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Policies("07:30-18:30"));
            for (var n = 0; n < 2; n++)
            {
                watch = Watch.Start();
                var runs = 0;
                var test = await new Backtester(history, null, _ => runs++).RunAsync(file, null, default);
                watch.Write($"played twice in {runs} runs, {test.Total.Was.Hours:0} h up, would be {test.Total.Would.Hours:0}");
            }
        }
        finally
        {
            File.Delete(file);
        }
        return 0;
    }

    private static int Number(string[] rest, int place, int otherwise) =>
        rest.Length > place ? int.Parse(rest[place], CultureInfo.InvariantCulture) : otherwise;

    private static string Policies(string window) => $$"""
        { "timeZone": "Europe/Stockholm", "defaults": { "observe": true }, "schedules": { "office": { "up": ["mon-fri {{window}}"] } },
          "rules": [ { "name": "dev", "match": {}, "schedule": "office", "manualHold": "2h" } ] }
        """;

    private static Scenario Life(int clusters, int days, Instant to)
    {
        List<EmulatedCluster> all =
            [.. Enumerable.Range(0, clusters).Select(n => new EmulatedCluster { Id = $"c{n}", Name = $"dev-{n}", Provider = "AZURE" })];
        var random = new Random(1);
        var events = new List<ScenarioEvent>();
        for (var day = From; day < to; day += Duration.FromDays(1))
        {
            if (day.InUtc().DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
                continue;
            foreach (var cluster in all)
            {
                events.Add(Activity(cluster, day + Duration.FromMinutes(420 + 5 * random.Next(24)), EmulatedActivity.Busy));
                events.Add(Activity(cluster, day + Duration.FromMinutes(930 + 5 * random.Next(24)), EmulatedActivity.Idle));
            }
        }
        return new(
            PolicyFile.Parse(System.Text.Encoding.UTF8.GetBytes(Policies("07:00-19:00"))).Policies!, From, to, Duration.FromMinutes(5),
            Duration.FromMinutes(6), Duration.FromMinutes(4), all, [.. events.OrderBy(e => e.At)]);
    }

    private static ScenarioEvent.Change Activity(EmulatedCluster cluster, Instant at, EmulatedActivity activity) =>
        new(at, cluster.Id, before => before with { Activity = activity }, EndsTransition: false);

    private sealed record Watch(TimeSpan Cpu, long Started)
    {
        public static Watch Start()
        {
            using var process = Process.GetCurrentProcess();
            return new(process.TotalProcessorTime, TimeProvider.System.GetTimestamp());
        }

        public void Write(string what)
        {
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(
                $"{what}: {(process.TotalProcessorTime - Cpu).TotalSeconds:0.0} s of CPU, "
                + $"{TimeProvider.System.GetElapsedTime(Started).TotalSeconds:0.0} s, {process.PeakWorkingSet64 / 1e6:0} MB at most");
        }
    }
}
