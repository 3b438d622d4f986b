using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Tests.Policies.Schema;
using JsonNode = System.Text.Json.Nodes.JsonNode;
using Severity = HopsworksFunctions.Policies.Json.Severity;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Checks that scenario.schema.json agrees with the parser and with docs/simulate.md.</summary>
public sealed class ScenarioSchemaTests
{
    /// <summary>Parser errors about more than shape; the schema makes no claim about them.</summary>
    private const string BeyondShape =
        "there is no cluster|another cluster has the id|not less than a tick|'end' is before|at most 20 years"
        + "|a tick is at least|more than 366 days|the policy file cannot be read|unknown schedule";

    private const string Whole = """
        { "$schema": "./scenario.schema.json", "policies": { "schedules": { "s": { "up": [] } }, "rules": [] },
          "start": "2026-06-01T16:50:00Z", "end": "2026-06-01T20:00:00Z", "tick": "5m", 
          "timings": { "start": "6m", "stop": "3m", "backup": "1h" },
          "clusters": [{ "id": "a", "name": "n", "state": "running", "createdOn": "2026-01-01T00:00:00Z", "startedOn": null,
              "tags": { "env": "dev" }, "cloud": "AWS", "activity": "idle", "backupRetentionPeriod": 7,
              "workers": [{ "instanceType": "m", "diskSize": 512, "count": 2, "spotInfo": { "maxPrice": 50, "fallBackOnDemand": true } }],
              "autoscale": { "instanceType": "m", "minWorkers": 1, "maxWorkers": 3 } }],
          "events": [{ "at": "2026-06-01T17:00:00Z", "do": "start", "cluster": "a" },
            { "at": "2026-06-01T17:00:00Z", "do": "stop", "cluster": "a" },
            { "at": "2026-06-01T17:00:00Z", "do": "hold", "cluster": "a", "state": "up", "until": "2h" },
            { "at": "2026-06-01T17:00:00Z", "do": "release", "cluster": "a" },
            { "at": "2026-06-01T17:00:00Z", "do": "activity", "cluster": "a", "activity": "busy" },
            { "at": "2026-06-01T17:00:00Z", "do": "set", "cluster": "a", "state": "updating", "activationState": "",
              "backupPipelineInProgress": true, "upgradeInProgress": false, "tags": { "env": "x" }, "workers": [{ "instanceType": "m" }] },
            { "at": "2026-06-01T17:00:00Z", "do": "spotLoss", "cluster": "a", "count": 1 },
            { "at": "2026-06-01T17:00:00Z", "do": "failBackup", "cluster": "a" },
            { "at": "2026-06-01T17:00:00Z", "do": "fault", "operation": "*", "cluster": "a", "code": 429, "times": 3, "retryAfter": "30s",
              "afterEffect": false },
            { "at": "2026-06-01T17:00:00Z", "do": "emptyList", "until": "2026-06-01T17:30:00Z" },
            { "at": "2026-06-01T17:00:00Z", "do": "skipTicks", "until": "2026-06-01T17:30:00Z" },
            { "at": "2026-06-01T17:00:00Z", "do": "jitter", "upTo": "3s" },
            { "at": "2026-06-01T17:00:00Z", "do": "clock", "by": "-15d" },
            { "at": "2026-06-01T17:00:00Z", "do": "crash" },
            { "at": "2026-06-01T17:00:00Z", "do": "policies", "policies": { "rules": [] } },
            { "at": "2026-06-01T17:00:00Z", "do": "loseState" }] }
        """;

    private static readonly string[] Values =
    [
        "null", "true", "0", "1", "-1", "2.0", "0.5", "100001", "500", "\"\"", "\" \"", "\"a\"", "[]", "{}", "[null]", "{\"x\":1}",
        "{\"x\":\"y\"}", "\"5m\"", "\"-5m\"", "\"1s\"", "\"5 m\"", "\"2026-06-01T18:00:00Z\"", "\"2026-06-01T18:00:00+02:00\"",
        "\"2026-06-01\"", "\"1969-06-01T18:00:00Z\"", "\"nextStop\"", "\"released\"", "\"up\"", "\"asis\"", "\"GCP\"", "\"azure\"",
        "\"busy\"", "\"hold\"", "\"crash\"", "\"hodl\"", "\"list\"", "[{\"instanceType\":\"m\"}]", "[{\"instanceType\":\"\"}]",
    ];

    private static readonly string[] Names =
        ["id", "state", "at", "do", "cluster", "until", "count", "x", "", "tick", "workers", "spotInfo", "autoscale", "createdOn", "Tick"];

    private static readonly JsonElement Source =
        JsonDocument.Parse(File.ReadAllText(Repository.PathTo("scenario.schema.json"))).RootElement;
    private static readonly JsonSchema Schema = new(Source);

    [Fact]
    public void Accepts_the_scenarios_that_the_parser_accepts()
    {
        Assert.Empty(Errors(Whole));
        Mutations.Sample(Agree, iter: 100 * Check.Iter);
    }

    [Fact]
    public void Accepts_the_sample()
    {
        var sample = File.ReadAllText(Repository.PathTo("scenario.sample.json"));

        Assert.Empty(ScenarioFile.Parse(Encoding.UTF8.GetBytes(sample), Repository.PathTo("")).Problems);
        Assert.True(Schema.Accepts(JsonDocument.Parse(sample, JsonSchema.Lenient).RootElement));
    }

    [Fact]
    public void Describes_and_documents_every_member()
    {
        var docs = File.ReadAllText(Repository.PathTo("docs/simulate.md"));
        var members = PolicySchemaTests.Members(Source).Concat(Source.GetProperty("$defs").EnumerateObject()
            .SelectMany(d => PolicySchemaTests.Members(d.Value))).Concat(Events().SelectMany(PolicySchemaTests.Members)).ToList();

        Assert.InRange(members.Count, 60, 120);
        Assert.All(members, member =>
        {
            Assert.True(member.Value.TryGetProperty("description", out _), member.Name);
            Assert.Matches($"[`\"]{Regex.Escape(member.Name)}[`\"]", docs);
        });
        Assert.All(Events(), e => Assert.Contains($"`{e.GetProperty("title").GetString()}`", docs));
    }

    private static JsonElement[] Events() =>
        [.. Source.GetProperty("$defs").GetProperty("event").GetProperty("anyOf").EnumerateArray()];

    private static void Agree(string json)
    {
        var errors = Errors(json);
        var accepted = Schema.Accepts(JsonDocument.Parse(json).RootElement);
        if (errors.Count == 0 || errors.Exists(error => !Regex.IsMatch(error, BeyondShape)))
            Assert.True(accepted == (errors.Count == 0), $"schema: {accepted}, parser: {string.Join("; ", errors)}, text: {json}");
    }

    private static List<string> Errors(string json) =>
        [.. ScenarioFile.Parse(Encoding.UTF8.GetBytes(json), ".").Problems.Where(p => p.Severity == Severity.Error).Select(p => p.Message)];

    /// <summary>The whole scenario with one or two of its values replaced, removed or added.</summary>
    private static Gen<string> Mutations { get; } = Gen.Select(Gen.Int[0, 2], Gen.UInt, Gen.UInt, Gen.UInt).Array[1, 2].Select(changes =>
    {
        var root = JsonNode.Parse(Whole)!;
        foreach (var (kind, where, what, how) in changes)
        {
            var nodes = All(root).ToList();
            var node = nodes[(int)(where % nodes.Count)];
            if (kind == 0 && node is JsonObject { Count: > 0 } full)
                full.Remove(full.ElementAt((int)(what % full.Count)).Key);
            else if (kind == 1 && node is JsonObject some)
                some[Names[what % Names.Length]] = JsonNode.Parse(Values[how % Values.Length]);
            else if (node.Parent is not null)
                node.ReplaceWith(JsonNode.Parse(Values[how % Values.Length]));
        }
        return root.ToJsonString();
    });

    private static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        // The policies have a schema and a test of their own.
        JsonObject o => o.Where(m => m.Key != "policies").SelectMany(m => All(m.Value)).Prepend(node),
        JsonArray a => a.SelectMany(All).Prepend(node),
        null => [],
        _ => [node],
    };
}
