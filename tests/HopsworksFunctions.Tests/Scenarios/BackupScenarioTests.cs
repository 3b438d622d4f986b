using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Rules for backups before stops and once a day, whatever fails and however long they take.</summary>
public sealed class BackupScenarioTests
{
    [Fact]
    public async Task Each_evening_has_one_backup_and_no_stop_comes_during_one()
    {
        var (backups, stops, failures) = (0, 0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var scenario = RandomScenarios.Read(Scenario(random));
            var lines = await Lines.OfAsync(scenario);
            var withoutSkips = new Lines { NeedsEveryTick = true };
            await Simulator.RunAsync(scenario, withoutSkips, TestContext.Current.CancellationToken);
            Assert.Equal(withoutSkips.All, lines.All);

            Assert.All(
                lines.Calls.Where(call => call.Call == "stop"), stop => Assert.False(stop.Before!.BackupPipelineInProgress, $"{seed}"));
            var told = $"{seed}: {string.Join(", ", lines.All)}";
            var made = lines.Calls.Where(call => call is { Call: "backup", Done: true }).ToList();
            Assert.True(made.Count == made.DistinctBy(call => (call.Cluster, call.At.InUtc().Date)).Count(), told);
            Assert.True(lines.Calls.Count(call => call.Call == "deleteBackup") < Math.Max(1, made.Count), told);
            backups += made.Count;
            stops += lines.Calls.Count(call => call is { Call: "stop", Done: true });
            failures += lines.Notices.Count(told => told.Notice is { Kind: EventKind.BackupFailed, Over: false });
        }
        Assert.True(backups > 200 && stops > 200 && failures > 20, $"only {backups} backups, {stops} stops and {failures} failures");
    }

    /// <summary>Returns a scenario of four working days. Every stop ends before midnight, so a date identifies its evening.</summary>
    private static JsonObject Scenario(Random random)
    {
        string[] kinds = ["fault", "fault", "failBackup", "crash", "skipTicks", "freeze"];
        var events = Enumerable.Range(0, random.Next(0, 12)).Select(_ => (Day: random.Next(1, 5), Minute: random.Next(-10, 120)))
            .Select(e => (At: new DateTime(2026, 6, e.Day, 19, 0, 0).AddMinutes(e.Minute), Kind: kinds[random.Next(kinds.Length)]))
            .Select(e => $$"""{ "at": "{{e.At:s}}Z", "do": "{{e.Kind}}"{{Fields(e.Kind, e.At, random)}} }""");
        return (JsonObject)JsonNode.Parse($$"""
            { "policies": { "schedules": { "office": { "up": ["mon-fri 07:00-19:00"] } },
                "rules": [{ "name": "dev", "match": {}, "schedule": "office"{{(random.Next(2) == 0 ? ", \"warn\": \"15m\"" : "")}},
                  "backup": { {{When(random)}}, "keep": {{random.Next(1, 3)}} } }] },
              "start": "2026-06-01T16:00:00Z", "end": "2026-06-05T06:00:00Z",
              "timings": { "start": "6m", "stop": "3m", "backup": "{{random.Next(0, 100)}}m" },
              "clusters": [{ "id": "a", "state": "running" }, { "id": "b", "state": "running" }],
              "events": [{{string.Join(", ", events)}}] }
            """)!;
    }

    private static string When(Random random) => random.Next(3) == 0
        ? $"\"at\": \"18:{random.Next(10, 55)}\""
        : $"\"before\": \"stop\", \"atMost\": \"{random.Next(10, 90)}m\"";

    private static string Fields(string kind, DateTime at, Random random) => kind switch
    {
        "fault" => $", \"operation\": \"{(random.Next(3) == 0 ? "*" : "backup")}\", \"code\": {(random.Next(2) == 0 ? 504 : 400)}"
            + $", \"afterEffect\": {(random.Next(2) == 0 ? "true" : "false")}, \"times\": {random.Next(1, 3)}",
        "failBackup" => ", \"cluster\": \"a\"",
        "skipTicks" => $", \"until\": \"{at.AddMinutes(random.Next(5, 40)):s}Z\"",
        "freeze" => $", \"until\": \"{at.AddMinutes(random.Next(5, 60)):s}Z\"",
        _ => "",
    };
}
