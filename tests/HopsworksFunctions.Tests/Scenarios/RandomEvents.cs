using System.Text.Json.Nodes;
using CsCheck;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Random events: manual actions, faults, crashes and new policies.</summary>
internal static class RandomEvents
{
    /// <summary>Generates an event, or several that belong together, such as tags that vanish and return.</summary>
    public static Gen<JsonObject[]> Of(ScenarioSize size, Instant start, JsonObject[] policies) =>
        from minute in Gen.Int[0, (size.Days - size.CalmDays) * 24 * 60 - 600]
        from cluster in Gen.Int[0, size.Clusters - 1]
        from kind in Gen.Int[0, 33]
        from more in Gen.Int[1, 300]
        let at = start + Duration.FromMinutes(minute)
        select kind is 21 or 22 ? Tags(kind, $"c{cluster}", more, at) : [One(at, Members(kind, $"c{cluster}", more, at, policies))];

    private static JsonObject One(Instant at, params (string, JsonNode?)[] members) =>
        RandomScenarios.With(new JsonObject { ["at"] = at.ToString() }, members);

    /// <summary>
    /// Removes the tags of a cluster for one bad listing or some hours, or tags it for that time, perhaps with a near match.
    /// </summary>
    private static JsonObject[] Tags(int kind, string cluster, int more, Instant at)
    {
        var (without, tagged) = (new JsonObject(), new JsonObject { [more % 3 == 0 ? "env " : "env"] = more % 5 < 2 ? "Prod" : "prod" });
        var (first, then) = more % 2 == 0 ? (tagged, without) : (without, tagged);
        return
        [
            One(at, ("do", "set"), ("cluster", cluster), ("tags", first)),
            One(at + Duration.FromMinutes(kind == 21 ? 10 : more), ("do", "set"), ("cluster", cluster), ("tags", then)),
        ];
    }

    private static (string, JsonNode?)[] Members(int kind, string cluster, int more, Instant at, JsonObject[] policies) => kind switch
    {
        0 or 1 => [("do", "start"), ("cluster", cluster)],
        2 or 3 => [("do", "stop"), ("cluster", cluster)],
        4 or 5 or 6 =>
            [("do", "hold"), ("cluster", cluster), ("state", (more % 3) switch { 0 => "up", 1 => "down", _ => "asis" }),
            ("until", $"{more}m")],
        7 => [("do", "release"), ("cluster", cluster)],
        8 or 31 or 32 or 33 =>
            [("do", "activity"), ("cluster", cluster), ("activity", (more % 3) switch { 0 => "busy", 1 => "idle", _ => "unreachable" })],
        9 => [("do", "set"), ("cluster", cluster),
            ("state", (more % 5) switch { 0 => "error", 1 => "updating", 2 => "hibernating", 3 => "stopped", _ => "running" })],
        10 => [("do", "set"), ("cluster", cluster), (more % 3 == 0 ? "upgradeInProgress" : "backupPipelineInProgress", more % 2 == 0)],
        11 or 12 => [("do", "fault"), ("operation", Operation(more)), ("cluster", more % 4 == 0 ? cluster : null), .. Fault(more)],
        13 or 14 => [("do", "fault"), ("operation", Operation(more / 6)), .. Fault(more / 3)],
        15 => [("do", "skipTicks"), ("until", (at + Duration.FromMinutes(more)).ToString())],
        16 => [("do", "crash")],
        17 => [("do", "emptyList"), ("until", (at + Duration.FromMinutes(more)).ToString())],
        18 => [("do", "policies"), ("policies", policies[more % policies.Length].DeepClone())],
        19 when more % 3 == 0 => [("do", "policies"), ("policies", new JsonObject { ["rules"] = "none of these" })],
        19 => [("do", "crash")],
        20 => [("do", "loseState")],
        23 => [("do", "set"), ("cluster", cluster), ("workers", new JsonArray(Worker("m", more % 3 + 1), Spot(more % 2 + 1)))],
        24 => [("do", "set"), ("cluster", cluster), ("workers", new JsonArray(Worker(more % 2 == 0 ? "m" : "l", more % 4 + 1)))],
        25 => [("do", "spotLoss"), ("cluster", cluster), ("count", more % 2 + 1)],
        26 or 27 => [("do", "fault"), ("operation", Action(more)), ("cluster", cluster), .. Refusal(more)],
        _ => [("do", RandomEdits.Edit), ("more", more)],
    };

    private static JsonObject Spot(int count) =>
        RandomScenarios.With(Worker("m", count), ("spotInfo", new JsonObject { ["maxPrice"] = 60 }));

    private static JsonObject Worker(string type, int count) => RandomScenarios.Worker(type, count);

    private static string Action(int more) => (more % 4) switch { 0 => "get", 1 => "start", 2 => "workers", _ => "stop" };

    /// <summary>Returns a refusal of one call, or of hours of attempts.</summary>
    private static (string, JsonNode?)[] Refusal(int more) =>
    [
        ("code", more % 8 < 4 ? 400 : 503),
        ("times", (more % 3) switch { 0 => 1, 1 => 4, _ => 12 }),
        ("afterEffect", more % 7 == 0),
        ("retryAfter", more % 11 == 0 ? "20m" : null),
    ];

    private static string Operation(int more) =>
        (more % 6) switch { 0 => "list", 1 => "get", 2 => "*", 3 => "start", 4 => "workers", _ => "stop" };

    private static (string, JsonNode?)[] Fault(int more) =>
    [
        ("code", (more % 6) switch { 0 => 401, 1 => 404, 2 => 429, 3 => 504, 4 => 403, _ => 503 }),
        ("times", more % 7 + 1),
        ("afterEffect", more % 2 == 0),
        ("retryAfter", more % 5 == 0 ? $"{more}s" : null),
    ];
}
