using System.Net;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>GET health</c>, served by the app itself.</summary>
public sealed class HealthRequestTests
{
    private const string Policies = """
        { "schedules": { "always": { "up": ["daily 00:00-24:00"] } },
          "rules": [ { "name": "dev", "match": { "name": "dev-*" }, "schedule": "always" } ],
          "notify": [ { "type": "slack", "urlSecret": "slack-webhook", "on": ["stop"] }, { "type": "teams", "urlSecret": "teams-webhook", "on": ["warn"] } ] }
        """;

    [Fact]
    public async Task A_channel_that_gets_no_messages_shows()
    {
        await using var app = await ServedApp.StartAsync(Policies, ("Secrets__slack-webhook", "not an address"));

        var before = await app.SendAsync(HttpMethod.Get, "health");
        var stop = await app.SendAsync(HttpMethod.Post, "clusters/dev-anna/stop");
        await app.SendAsync(HttpMethod.Post, "reconcile");
        await app.SendAsync(HttpMethod.Post, "reconcile");
        var after = await app.SendAsync(HttpMethod.Get, "health");

        Assert.Equal((HttpStatusCode.OK, "2 channels, all working"), (before.Status, Message(before.Json)));
        Assert.Equal("16 clusters listed", Message(before.Json, "hopsworks"));
        Assert.Matches("^20[0-9]{2}[a-z]$", (string)before.Json["tzdbVersion"]!);
        Assert.Equal(HttpStatusCode.Accepted, stop.Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, after.Status);
        Assert.Equal("Channel slack:slack-webhook is not receiving messages: secret "
            + "'slack-webhook' does not contain an https address; it contains blanks, line ends or a byte-order mark, "
            + "so store the address in one line.",
            Message(after.Json));
    }

    [Fact]
    public async Task What_needs_a_person_while_runs_go_on_is_degraded_and_no_failure()
    {
        await using var app = await ServedApp.StartAsync("""
            { "limits": { "maxStopsPerRun": 0 },
              "rules": [ { "name": "all", "match": { "name": "*-*" }, "maxUptime": "1s", "newClusterGrace": "0s" } ] }
            """);

        await app.SendAsync(HttpMethod.Get, "health");
        var run = await app.SendAsync(HttpMethod.Post, "reconcile");
        var blocked = await app.SendAsync(HttpMethod.Get, "health");
        var (status, healthy) = ((string?)blocked.Json["status"], (bool)blocked.Json["healthy"]!);
        var allowed = run.Json["clusters"]!.AsArray().Count(c => (string?)c!["reason"] == "limitReached");
        await app.SendAsync(HttpMethod.Post, $"reconcile?allowStops={allowed}");
        var after = await app.SendAsync(HttpMethod.Get, "health");

        // Health reports what the run listed and when, and does not list the clusters itself.
        Assert.Matches("^16 clusters listed at 20[0-9-]{8} [0-9:]{8}Z$", Message(blocked.Json, "hopsworks"));
        Assert.Equal((HttpStatusCode.OK, "degraded", false), (blocked.Status, status, healthy));
        Assert.Matches("^limit: [0-9]+ unexpected stops are due", Message(blocked.Json, "incidents"));
        Assert.DoesNotContain("limit: ", Message(after.Json, "incidents"), StringComparison.Ordinal);
    }

    private static string? Message(JsonNode health, string check = "channels") =>
        (string?)health["checks"]!.AsArray().Single(c => (string?)c!["name"] == check)!["message"];
}
