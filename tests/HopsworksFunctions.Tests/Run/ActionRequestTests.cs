using System.Net;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>clusters/{id}/start</c> and <c>stop</c>, served by the app itself.</summary>
public sealed class ActionRequestTests
{
    private const string Policies = """
        { "rules": [ { "name": "production", "match": { "tags": { "env": "prod" } }, "protect": true }, { "name": "dev", "match": { "name": "dev-*" } },
                     { "name": "shared", "match": { "name": "shared-*" } }, { "name": "dry", "match": { "name": "train-*" }, "dryRun": true } ] }
        """;

    [Fact]
    public async Task Stops_once_and_says_why_not_otherwise()
    {
        await using var app = await ServedApp.StartAsync(Policies);

        var would = await app.SendAsync(HttpMethod.Post, "clusters/dev-anna/stop?dryRun=true");
        var stop = await app.SendAsync(HttpMethod.Post, "clusters/dev-anna/stop", """{ "by": "anna", "reason": "lunch" }""");
        var again = await app.SendAsync(HttpMethod.Post, "clusters/dev-anna/stop");
        var dry = await app.SendAsync(HttpMethod.Post, "clusters/train-forecast/start");

        Assert.Equal((HttpStatusCode.OK, "dryRun"), Done(would));
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), Done(stop));
        Assert.Equal((HttpStatusCode.OK, "dryRun"), Done(dry));
        Assert.Equal(("dev-anna", "stop", "Stopping: requested manually"),
            ((string?)stop.Json["name"], (string?)stop.Json["action"], (string?)stop.Json["message"]));
        Assert.Equal((HttpStatusCode.Conflict, "urn:hopsworks-functions:problem:in-flight"), (again.Status, (string?)again.Json["type"]));
        var audited = (await app.SendAsync(HttpMethod.Get, $"actions?cluster={stop.Json["id"]}")).Json["actions"]!.AsArray();
        Assert.Equal([("stop", "refused", "function key"), ("stop", "accepted", "anna"), ("stop", "intent", "anna")], audited.Take(3)
            .Select(a => ((string)a!["kind"]!, (string)a["step"]!, (string)a["by"]!)));

        foreach (var (path, body, status, type) in Wrong)
        {
            var (answered, problem) = await app.SendAsync(HttpMethod.Post, $"clusters/{path}", body);
            Assert.Equal((status, $"urn:hopsworks-functions:problem:{type}"), (answered, (string?)problem["type"]));
        }
    }

    private static IEnumerable<(string Path, string? Body, HttpStatusCode Status, string Type)> Wrong =>
    [
        ("nobody/start", null, HttpStatusCode.NotFound, "unknown-cluster"),
        ("prod-fraud/stop", null, HttpStatusCode.Conflict, "protected"),
        ("sandbox-new/stop", null, HttpStatusCode.Conflict, "not-managed"),
        ("shared-features/stop", null, HttpStatusCode.Conflict, "not-actionable"),
        ("dev-dora/start", null, HttpStatusCode.Conflict, "already-there"),
        ("dev-bjorn/stop", """{ "reason": 7 }""", HttpStatusCode.BadRequest, "bad-body"),
        ("dev-bjorn/stop?dryRun=perhaps", null, HttpStatusCode.BadRequest, "bad-query"),
    ];

    private static (HttpStatusCode, string?) Done((HttpStatusCode Status, JsonNode Json) answer) =>
        (answer.Status, (string?)answer.Json["done"]);
}
