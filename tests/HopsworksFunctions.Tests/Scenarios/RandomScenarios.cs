using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using HopsworksFunctions.Cli.Simulation;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Scenarios of some days around a clock change: any rules, clusters, people and faults.</summary>
internal static class RandomScenarios
{
    public const string Seed = "0N0XIzNsQ0O2";

    private const int Days = 4;
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 27, 0, 0);

    private static readonly string[] Windows =
        ["mon-fri 07:00-19:00", "daily 22:00-06:00", "sat,sun 09:00-13:00", "fri 08:00 > mon 06:00", "daily 02:30-03:10", "daily 12:00-12:20", "day 28 00:00-24:00"];

    private static readonly Gen<JsonObject> Rule =
        from id in Gen.Int[0, 5]
        from kind in Gen.Int[0, 9]
        from enforce in Gen.Int[0, 4]
        from idle in Gen.Int[0, 2]
        from uptime in Gen.Int[0, 3]
        from warn in Gen.Int[0, 2]
        from schedule in Gen.Int[0, 2]
        select kind switch
        {
            0 => new JsonObject { ["match"] = Match(id), ["protect"] = true },
            1 => new JsonObject { ["match"] = Match(id), ["manage"] = false },
            _ => With(new JsonObject { ["match"] = Match(id), ["schedule"] = $"s{schedule}" },
                ("enforce", enforce == 0 ? true : null),
                ("idle", idle == 0 ? new JsonObject { ["after"] = "30m", ["samples"] = 3 } : null),
                ("maxUptime", uptime == 0 ? "5h" : null),
                ("warn", warn == 0 ? "15m" : null)),
        };

    private static readonly Gen<JsonObject> Policies =
        from zone in Gen.OneOf("UTC", "Europe/Stockholm", "Australia/Lord_Howe", "America/New_York")
        from windows in Gen.OneOf(Windows).Array[1, 2].Array[3]
        from rules in Rule.Array[1, 5]
        from most in Gen.Int[1, 6]
        select new JsonObject
        {
            ["timeZone"] = zone,
            ["schedules"] = new JsonObject(windows.Select((up, i) => KeyValuePair.Create<string, JsonNode?>($"s{i}", new JsonObject { ["up"] = Array(up.Select(w => JsonValue.Create(w))) }))),
            ["rules"] = Array(rules.Select((rule, i) => With(rule, [("name", $"r{i}")]))),
            ["limits"] = new JsonObject { ["maxStopsPerRun"] = most },
        };

    private static readonly Gen<JsonObject> Happening =
        from minute in Gen.Int[0, Days * 24 * 60 - 600]
        from cluster in Gen.Int[0, 4]
        from kind in Gen.Int[0, 15]
        from more in Gen.Int[1, 300]
        let at = Start + Duration.FromMinutes(minute)
        select With(new JsonObject { ["at"] = at.ToString() }, Members(kind, cluster, more, at));

    /// <param name="quiet">Nothing but the schedules happens.</param>
    private static Gen<JsonObject> All(bool quiet) =>
        from policies in Policies
        from clusters in Gen.OneOf("running", "stopped").Array[5]
        from activities in Gen.OneOf("idle", "busy", "unreachable").Array[5]
        from ages in Gen.Int[0, 300].Array[5]
        from slow in Gen.Bool
        from events in Happening.Array[0, quiet ? 0 : 25]
        select new JsonObject
        {
            ["policies"] = policies.DeepClone(),
            ["start"] = Start.ToString(),
            ["end"] = (Start + Duration.FromDays(Days)).ToString(),
            ["timings"] = new JsonObject { ["start"] = slow ? "6m" : "0m", ["stop"] = slow ? "3m" : "0m" },
            ["clusters"] = Array(clusters.Select((state, i) => new JsonObject { ["id"] = $"c{i}", ["state"] = state, ["activity"] = activities[i], ["createdOn"] = (Start - Duration.FromMinutes(ages[i])).ToString() })),
            ["events"] = Array(events.Select(happening => happening.DeepClone())),
        };

    /// <summary>The same ones each time.</summary>
    public static JsonObject[] Sample(bool quiet, int count) => All(quiet).Array[count].Single(_ => true, Seed);

    public static Scenario Read(JsonObject scenario)
    {
        var (read, problems) = ScenarioFile.Parse(JsonSerializer.SerializeToUtf8Bytes(scenario), ".");
        return read ?? throw new InvalidOperationException(string.Join('\n', problems));
    }

    private static (string, JsonNode?)[] Members(int kind, int cluster, int more, Instant at) => kind switch
    {
        0 or 1 => [("do", "start"), ("cluster", $"c{cluster}")],
        2 or 3 => [("do", "stop"), ("cluster", $"c{cluster}")],
        4 or 5 or 6 => [("do", "hold"), ("cluster", $"c{cluster}"), ("state", (more % 3) switch { 0 => "up", 1 => "down", _ => "asis" }), ("until", $"{more}m")],
        7 => [("do", "release"), ("cluster", $"c{cluster}")],
        8 => [("do", "activity"), ("cluster", $"c{cluster}"), ("activity", (more % 3) switch { 0 => "busy", 1 => "idle", _ => "unreachable" })],
        9 => [("do", "set"), ("cluster", $"c{cluster}"), ("state", (more % 3) switch { 0 => "error", 1 => "updating", _ => "running" })],
        10 => [("do", "set"), ("cluster", $"c{cluster}"), ("backupPipelineInProgress", more % 2 == 0)],
        11 => [("do", "fault"), ("operation", (more % 5) switch { 0 => "list", 1 => "get", 2 => "*", 3 => "start", _ => "stop" }), ("code", (more % 4) switch { 0 => 401, 1 => 404, 2 => 429, _ => 503 }), ("times", more % 7 + 1), ("afterEffect", more % 2 == 0)],
        12 => [("do", "skipTicks"), ("until", (at + Duration.FromMinutes(more)).ToString())],
        13 => [("do", "crash")],
        14 => [("do", "emptyList"), ("until", (at + Duration.FromMinutes(more)).ToString())],
        _ => [("do", "loseState")],
    };

    private static JsonObject Match(int id) => id == 5 ? [] : new JsonObject { ["id"] = $"c{id}" };

    private static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    private static JsonObject With(JsonObject node, params (string Name, JsonNode? Value)[] members)
    {
        var copy = (JsonObject)node.DeepClone();
        foreach (var (name, value) in members.Where(m => m.Value is not null))
            copy[name] = value;
        return copy;
    }
}
