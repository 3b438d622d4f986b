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
        // The second run found the other channel failing.
        Assert.Contains("Channel teams:teams-webhook is not receiving messages: ", slack.All[1].Text,
            StringComparison.Ordinal);
        Assert.Equal(2, slack.All.Count);
        await app.Log.LineAsync("Sent to slack:slack-webhook");
        await app.Log.LineAsync("teams:teams-webhook is not receiving messages, next attempt", "warn ");
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("kEyMaRkEr", StringComparison.Ordinal));
        Assert.Empty(deployment.Azure.Proxy.Refused);
    }
}
