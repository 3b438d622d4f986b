using System.Text.Json.Nodes;
using CsCheck;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>What may happen in a random scenario: people, faults, crashes, other policies.</summary>
internal static class RandomEvents
{
    public static Gen<JsonObject> Of(ScenarioSize size, Instant start, JsonObject[] policies) =>
        from minute in Gen.Int[0, (size.Days - size.CalmDays) * 24 * 60 - 600]
        from cluster in Gen.Int[0, size.Clusters - 1]
        from kind in Gen.Int[0, 20]
        from more in Gen.Int[1, 300]
        let at = start + Duration.FromMinutes(minute)
        select RandomScenarios.With(new JsonObject { ["at"] = at.ToString() }, Members(kind, $"c{cluster}", more, at, policies));

    private static (string, JsonNode?)[] Members(int kind, string cluster, int more, Instant at, JsonObject[] policies) => kind switch
    {
        0 or 1 => [("do", "start"), ("cluster", cluster)],
        2 or 3 => [("do", "stop"), ("cluster", cluster)],
        4 or 5 or 6 => [("do", "hold"), ("cluster", cluster), ("state", (more % 3) switch { 0 => "up", 1 => "down", _ => "asis" }), ("until", $"{more}m")],
        7 => [("do", "release"), ("cluster", cluster)],
        8 => [("do", "activity"), ("cluster", cluster), ("activity", (more % 3) switch { 0 => "busy", 1 => "idle", _ => "unreachable" })],
        9 => [("do", "set"), ("cluster", cluster), ("state", (more % 5) switch { 0 => "error", 1 => "updating", 2 => "hibernating", 3 => "stopped", _ => "running" })],
        10 => [("do", "set"), ("cluster", cluster), (more % 3 == 0 ? "upgradeInProgress" : "backupPipelineInProgress", more % 2 == 0)],
        11 or 12 => [("do", "fault"), ("operation", Operation(more)), ("cluster", more % 4 == 0 ? cluster : null), .. Fault(more)],
        13 or 14 => [("do", "fault"), ("operation", Operation(more / 6)), .. Fault(more / 3)],
        15 => [("do", "skipTicks"), ("until", (at + Duration.FromMinutes(more)).ToString())],
        16 => [("do", "crash")],
        17 => [("do", "emptyList"), ("until", (at + Duration.FromMinutes(more)).ToString())],
        18 => [("do", "policies"), ("policies", policies[more % policies.Length].DeepClone())],
        19 when more % 3 == 0 => [("do", "policies"), ("policies", new JsonObject { ["rules"] = "none of these" })],
        19 => [("do", "crash")],
        _ => [("do", "loseState")],
    };

    private static string Operation(int more) => (more % 6) switch { 0 => "list", 1 => "get", 2 => "*", 3 => "start", 4 => "workers", _ => "stop" };

    private static (string, JsonNode?)[] Fault(int more) =>
    [
        ("code", (more % 6) switch { 0 => 401, 1 => 404, 2 => 429, 3 => 504, 4 => 403, _ => 503 }),
        ("times", more % 7 + 1),
        ("afterEffect", more % 2 == 0),
        ("retryAfter", more % 5 == 0 ? $"{more}s" : null),
    ];
}
