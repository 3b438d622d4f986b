using HopsworksFunctions.EndToEndTests.Loopback;
using HopsworksFunctions.Testing;

namespace HopsworksFunctions.EndToEndTests.Deployed;

public sealed class NotificationTests(SharedAzurite azurite)
{
    [Fact]
    public async Task Slack_is_told_once_of_all_that_a_run_did_and_a_channel_that_fails_hinders_nothing()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        await using var slack = await WebhookReceiver.StartAsync(deployment.Azure.Vault.Certificate);
        deployment.Azure.Proxy.Routes["hooks.slack.com"] = slack.Port;
        deployment.Azure.Vault.Set("slack-webhook", "https://hooks.slack.com/services/T0/B0/kEyMaRkEr");
        await File.WriteAllTextAsync(
            deployment.PolicyFile,
            $$"""
            { "notify": [
                { "type": "slack", "urlSecret": "slack-webhook", "on": ["stop", "start", "config"] },
                { "type": "teams", "urlSecret": "teams-webhook", "on": ["stop"] } ], {{StandardPolicies.Text.Trim()[1..]}}
            """,
            TestContext.Current.CancellationToken);
        var app = await deployment.StartAsync();

        await app.ReconcileWellAsync();
        var told = slack.Only;
        await app.ReconcileWellAsync();

        Assert.Equal("Stopping 2 clusters, Starting 1 cluster, Dry run: Stopping 1 cluster", (string?)told.Json["text"]);
        Assert.All((string[])["dev-anna", "dev-bjorn", "train-nlp", "train-vision"], name =>
            Assert.Contains($"\"{name}\"", told.Text, StringComparison.Ordinal));
        // The second run found that the other channel was failing.
        Assert.Contains("Channel teams:teams-webhook is not receiving messages: ", slack.All[1].Text,
            StringComparison.Ordinal);
        Assert.Equal(2, slack.All.Count);
        await app.Log.LineAsync("Sent to slack:slack-webhook");
        await app.Log.LineAsync("teams:teams-webhook is not receiving messages, next attempt", "warn ");
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("kEyMaRkEr", StringComparison.Ordinal));
        Assert.Empty(deployment.Azure.Proxy.Refused);
    }

    [Fact]
    public async Task Each_owner_hears_of_the_own_cluster_and_the_fallback_of_those_whose_owner_has_no_address()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        await using var risk = await WebhookReceiver.StartAsync(deployment.Azure.Vault.Certificate);
        await using var ops = await WebhookReceiver.StartAsync(deployment.Azure.Vault.Certificate);
        (deployment.Azure.Proxy.Routes["risk.hooks.example"], deployment.Azure.Proxy.Routes["ops.hooks.example"]) = (risk.Port, ops.Port);
        deployment.Azure.Vault.Set("hook-risk", "https://risk.hooks.example/kEyMaRkEr");
        deployment.Azure.Vault.Set("hook-ops", "https://ops.hooks.example/kEyMaRkEr");
        await File.WriteAllTextAsync(
            deployment.PolicyFile,
            $$"""
            { "notify": [
                { "type": "generic", "urlSecret": "hook-{team}", "byTag": "team", "severity": "information", "each": true,
                  "fallback": "hook-ops" } ], {{StandardPolicies.Text.Trim()[1..]}}
            """,
            TestContext.Current.CancellationToken);
        var app = await deployment.StartAsync();

        await app.ReconcileWellAsync();
        var first = (Told(risk), Told(ops));
        await app.ReconcileWellAsync();

        Assert.Equal(["stop dev-anna"], first.Item1);
        Assert.Equal(["start train-nlp", "stop dev-bjorn", "stop train-vision"], first.Item2);
        Assert.Single(risk.All);
        Assert.Contains(ops.All, r => r.Text.Contains("Channel generic:hook-growth is not receiving messages: ", StringComparison.Ordinal)
            && r.Text.Contains("its messages go to 'hook-ops' instead", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("kEyMaRkEr", StringComparison.Ordinal));
    }

    private static string[] Told(WebhookReceiver receiver) =>
        [.. receiver.All.Select(r => $"{r.Json["data"]!["event"]} {(string?)r.Json["data"]!["cluster"]?["name"]}").Order()];
}
