using System.Net;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>clusters/{id}/hold</c>, served by the app itself.</summary>
public sealed class HoldRequestTests
{
    private const string TwoHours = """{ "state": "up", "until": "2h", "reason": "month-end", "by": "anna" }""";

    [Fact]
    public async Task Sets_shows_and_releases_a_hold_and_says_who_asked()
    {
        await using var app = await ServedApp.StartAsync();
        // On some evenings the emulated past has held this cluster.
        await app.SendAsync(HttpMethod.Delete, "clusters/dev-anna/hold");

        var would = (await app.SendAsync(HttpMethod.Put, "clusters/dev-anna/hold?dryRun=true", TwoHours)).Json;
        var none = (await app.SendAsync(HttpMethod.Get, "clusters/dev-anna/hold")).Json;
        var set = (await app.SendAsync(HttpMethod.Put, "clusters/dev-anna/hold", TwoHours)).Json;
        var again = (await app.SendAsync(HttpMethod.Put, "clusters/dev-anna/hold", TwoHours)).Json;
        var shown = (await app.SendAsync(HttpMethod.Get, $"clusters/{set["id"]}/hold")).Json;
        var released = (await app.SendAsync(HttpMethod.Delete, "clusters/dev-anna/hold", """{ "by": "bjorn" }""")).Json;
        var nothing = (await app.SendAsync(HttpMethod.Delete, "clusters/dev-anna/hold")).Json;

        Assert.Equal((true, true, null), ((bool)would["changed"]!, (bool)would["dryRun"]!, none["hold"]));
        Assert.Equal(("up", "anna", "month-end", true),
            ((string?)set["hold"]!["state"], (string?)set["hold"]!["by"], (string?)set["hold"]!["reason"], (bool)set["changed"]!));
        Assert.EndsWith("+00:00", (string)set["hold"]!["until"]!, StringComparison.Ordinal);
        Assert.Equal(((string?)set["hold"]!["until"], false), ((string?)again["hold"]!["until"], (bool)again["changed"]!));
        Assert.Equal(set["hold"]!.ToJsonString(), shown["hold"]!.ToJsonString());
        Assert.Equal((null, true, false), (released["hold"], (bool)released["changed"]!, (bool)nothing["changed"]!));
        var audited = (await app.SendAsync(HttpMethod.Get, "actions")).Json["actions"]!.AsArray();
        Assert.Equal(
            [("release", "bjorn"), ("hold", "anna")], audited.Take(2).Select(a => ((string)a!["kind"]!, (string)a["by"]!)));

        foreach (var (cluster, body, status, type, field) in Wrong)
        {
            var (answered, problem) = await app.SendAsync(HttpMethod.Put, $"clusters/{cluster}/hold", body);
            Assert.Equal((status, $"urn:hopsworks-functions:problem:{type}", field),
                (answered, (string?)problem["type"], (string?)problem["field"]));
        }
        // An ID with any characters stays one segment of the path, all the way into the app.
        foreach (var id in (string[])["a/b", "a b&c?d#e", "50%", "ü+;="])
        {
            var (_, problem) = await app.SendAsync(HttpMethod.Get, $"clusters/{Uri.EscapeDataString(id)}/hold");
            Assert.StartsWith($"No cluster has the ID or name '{id}'", (string?)problem["detail"], StringComparison.Ordinal);
        }
        Assert.Null((await app.SendAsync(HttpMethod.Get, "clusters/dev-anna/hold")).Json["hold"]);
        Assert.Equal(
            HttpStatusCode.BadRequest, (await app.SendAsync(HttpMethod.Put, "clusters/dev-anna/hold?dryRun=perhaps", TwoHours)).Status);
    }

    [Fact]
    public async Task Keeps_a_cluster_down_until_it_is_released_and_does_so_to_no_other()
    {
        await using var app = await ServedApp.StartAsync();
        const string Down = """{ "state": "down", "until": "released", "reason": "archived", "by": "anna" }""";

        var set = (await app.SendAsync(HttpMethod.Put, "clusters/dev-anna/hold", Down)).Json;
        var again = (await app.SendAsync(HttpMethod.Put, "clusters/dev-anna/hold", Down)).Json;
        var listed = (await app.SendAsync(HttpMethod.Get, "clusters")).Json["clusters"]!.AsArray()
            .Single(c => (string?)c!["name"] == "dev-anna")!;

        Assert.Equal(("down", null, true), ((string?)set["hold"]!["state"], set["hold"]!["until"], (bool)set["changed"]!));
        Assert.False((bool)again["changed"]!);
        Assert.Equal(("down", null), ((string?)listed["hold"]!["state"], listed["hold"]!["until"]));
        Assert.Equal((true, null), await ReleasedAsync());
        foreach (var state in (string[])["up", "asIs"])
        {
            var (status, problem) = await app.SendAsync(
                HttpMethod.Put, "clusters/dev-anna/hold", Down.Replace("\"down\"", $"\"{state}\"", StringComparison.Ordinal));
            const string Refusal = "dev-anna: only a hold that keeps the cluster stopped can last until released. "
                + "Use a duration such as 2h or a time such as 2026-06-01T20:00:00Z.";
            Assert.Equal((HttpStatusCode.BadRequest, Refusal), (status, (string?)problem["detail"]));
        }

        async Task<(bool, JsonNode?)> ReleasedAsync()
        {
            var answer = (await app.SendAsync(HttpMethod.Delete, "clusters/dev-anna/hold")).Json;
            return ((bool)answer["changed"]!, answer["hold"]);
        }
    }

    private static IEnumerable<(string Cluster, string Body, HttpStatusCode Status, string Type, string Field)> Wrong =>
    [
        ("nobody", TwoHours, HttpStatusCode.NotFound, "unknown-cluster", "id"),
        ("prod-fraud", TwoHours, HttpStatusCode.Conflict, "protected", "id"),
        ("dev-anna", "", HttpStatusCode.BadRequest, "bad-body", "$"),
        ("dev-anna", "[", HttpStatusCode.BadRequest, "bad-body", "$"),
        ("dev-anna", "[]", HttpStatusCode.BadRequest, "bad-body", "$"),
        ("dev-anna", """{ "until": "2h" }""", HttpStatusCode.BadRequest, "bad-body", "$"),
        ("dev-anna", """{ "state": "asis", "until": "2h" }""", HttpStatusCode.BadRequest, "bad-body", "$.state"),
        ("dev-anna", """{ "state": "up", "until": "tomorrow" }""", HttpStatusCode.BadRequest, "bad-body", "$.until"),
        ("dev-anna", """{ "state": "up", "until": "2h", "user": "anna" }""", HttpStatusCode.BadRequest, "bad-body", "$.user"),
        ("dev-anna", """{ "state": "up", "until": "2h", "reason": "a\nb" }""", HttpStatusCode.BadRequest, "bad-body", "$.reason"),
        ("dev-anna", $$"""{ "state": "up", "until": "2h", "by": "{{new string('a', 101)}}" }""", HttpStatusCode.BadRequest, "bad-body", "$.by"),
        ("dev-anna", """{ "state": "up", "until": "14d1m" }""", HttpStatusCode.BadRequest, "hold-end", "until"),
        ("dev-anna", """{ "state": "up", "until": "2020-01-01T00:00:00Z" }""", HttpStatusCode.BadRequest, "hold-end", "until"),
        ("dev-anna", $$"""{ "state": "up", "until": "2h"{{new string(' ', 20_000)}}}""", HttpStatusCode.RequestEntityTooLarge, "body-too-large", "$"),
    ];
}
