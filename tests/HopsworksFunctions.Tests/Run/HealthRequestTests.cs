using System.Net;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>GET health</c> of the app itself.</summary>
public sealed class HealthRequestTests
{
    private const string Policies = """
        { "schedules": { "never": { "up": [], "plus": ["2026-01-01 09:00-10:00"] } },
          "rules": [ { "name": "dev", "match": { "name": "dev-*" }, "schedule": "never" } ],
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

        Assert.Equal((HttpStatusCode.OK, "2, none of them fails"), (before.Status, Message(before.Json)));
        Assert.Equal(HttpStatusCode.Accepted, stop.Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, after.Status);
        Assert.Equal("channel slack:slack-webhook gets no messages: the secret 'slack-webhook' holds no https address", Message(after.Json));
    }

    private static string? Message(JsonNode health) => (string?)health["checks"]!.AsArray().Single(c => (string?)c!["name"] == "channels")!["message"];
}
