using System.Text.Json;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Policies.Language;

public sealed class WrongKindTests
{
    private const string Whole = """
        { "$schema": "x", "timeZone": "UTC", "dryRun": false, "calendars": { "c": ["*-01-01"] },
          "schedules": { "s": { "timeZone": "UTC", "up": ["daily 07:00-19:00"], "except": ["@c"], "plus": ["sat 09:00-10:00"] } },
          "rules": [ { "name": "r", "match": { "name": "x", "id": "x", "tags": { "a": "b" }, "cloud": "AWS", "autoscale": true },
            "protect": false, "manage": true, "dryRun": false, "schedule": "s", "start": true, "stop": true, "enforce": false,
            "idle": { "after": "1h", "samples": 3, "probe": "yarn" }, "maxUptime": "1d", "warn": "5m", "order": 1,
            "newClusterGrace": "1h", "minUptime": "1h", "minDowntime": "1h", "manualHold": "1h", "restoreWorkers": true } ],
          "defaults": { "newClusterGrace": "1h", "minUptime": "1h", "minDowntime": "1h", "manualHold": "1h", "restoreWorkers": true },
          "limits": { "maxStopsPerRun": 1, "maxStopPercent": 1, "maxConcurrentActions": 1, "startRetry": { "max": 1, "backoff": "1m" } },
          "notify": [ { "type": "slack", "urlSecret": "x", "signingSecret": "x", "on": ["warn"] } ] }
        """;

    private static readonly string[] Kinds = ["null", "true", "7", "\"\\u0007\"", "[]", "{}", "[[]]", "[null]", "{\"\":null}"];

    [Fact]
    public void Every_value_of_a_wrong_kind_is_a_problem_at_its_place()
    {
        Assert.Empty(PolicyText.Parse(Whole).Problems);
        foreach (var path in Paths(JsonNode.Parse(Whole)!))
        {
            foreach (var kind in Kinds)
            {
                var changed = JsonNode.Parse(Whole)!;
                var value = At(changed, path);
                var replacement = JsonNode.Parse(kind);
                if (replacement?.GetValueKind() is { } k && (k == value.GetValueKind() || k is JsonValueKind.True or JsonValueKind.False && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False))
                    continue;
                var json = path.Length == 0 ? kind : Replace(changed, value, replacement);

                var problems = PolicyText.Parse(json).Problems;

                Assert.True(problems.Any(p => p.Place.Path.StartsWith(value.GetPath(), StringComparison.Ordinal) && p.Message.Contains("not", StringComparison.Ordinal)),
                    $"{value.GetPath()} as {kind}: {string.Join("; ", problems)}");
            }
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode node, params object[] here) => node switch
    {
        JsonObject o => [here, .. o.SelectMany(m => Paths(m.Value!, [.. here, m.Key]))],
        JsonArray a => [here, .. a.SelectMany((item, i) => Paths(item!, [.. here, i]))],
        _ => [here],
    };

    private static JsonNode At(JsonNode root, object[] path) => path.Aggregate(root, (node, step) => (step is int i ? node[i] : node[(string)step])!);

    private static string Replace(JsonNode root, JsonNode value, JsonNode? replacement)
    {
        value.ReplaceWith(replacement);
        return root.ToJsonString();
    }
}
