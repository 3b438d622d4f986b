using System.Net;
using HopsworksFunctions.EndToEndTests.Loopback;

namespace HopsworksFunctions.EndToEndTests.Deployed;

public sealed class MainJobTests(SharedAzurite azurite)
{
    [Fact]
    public async Task A_timer_run_stops_and_starts_exactly_what_the_policies_say()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var app = await deployment.StartAsync();

        await app.InvokeTimerAsync();

        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
        Assert.All((string[])["dev-anna", "dev-bjorn"], name => Assert.Equal("stopped", deployment.StateOf(name)));
        Assert.Equal("running", deployment.StateOf("train-nlp"));
        Assert.Equal([("GET /secrets/hopsworks-api-key", 200)], deployment.Azure.Vault.Requests);
        Assert.Empty(deployment.Azure.Proxy.Refused);
    }

    [Fact]
    public async Task A_run_on_request_does_the_same_and_the_next_has_nothing_to_do()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var app = await deployment.StartAsync();

        var first = await app.ReconcileWellAsync();
        var second = await app.ReconcileWellAsync();

        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
        Assert.Equal(("accepted", "accepted", "dryRun", "nothing"),
            (first.Done("dev-anna"), first.Done("train-nlp"), first.Done("train-vision"), first.Done("prod-fraud")));
        Assert.Equal(("nothing", "nothing", "dryRun"), (second.Done("dev-anna"), second.Done("train-nlp"), second.Done("train-vision")));
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_writes_nothing_at_all()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var app = await deployment.StartAsync();

        var answer = await app.ReconcileAsync("?dryRun=true");

        Assert.Equal(("ok", true), (answer.Outcome, (bool)answer.Report["lookOnly"]!));
        Assert.Equal("stop", (string?)answer.Report["clusters"]!.AsArray().Single(c => (string?)c!["name"] == "dev-anna")!["action"]);
        Assert.Empty(deployment.Actions);
        Assert.Empty(await deployment.RowsAsync());
        Assert.False(await deployment.Azure.Storage.Container.GetBlobClient($"{deployment.Account}.lease")
            .ExistsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Shows_the_fleet_and_its_own_health()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var app = await deployment.StartAsync();
        await app.InvokeTimerAsync();

        var clusters = await app.GetAsync("clusters");
        var health = await app.GetAsync("health");

        Assert.Equal((HttpStatusCode.OK, 16), (clusters.Status, clusters.Report["clusters"]!.AsArray().Count));
        Assert.Equal((HttpStatusCode.OK, true), (health.Status, (bool)health.Json["healthy"]!));
        Assert.Equal("ok", (string?)health.Json["lastRun"]!["outcome"]);
        Assert.Equal(
            ["settings", "apiKey", "hopsworks", "policies", "state", "channels", "links", "access", "lastRun", "frozen", "incidents"],
            health.Json["checks"]!.AsArray().Select(check => (string)check!["name"]!));
        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
    }

    [Fact]
    public async Task Is_closed_to_those_without_the_key_and_to_bad_queries()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var app = await deployment.StartAsync();
        using var stranger = new HttpClient { BaseAddress = new(app.Host.BaseAddress, "api/") };

        using var reconcile = await stranger.PostAsync(new Uri("reconcile", UriKind.Relative), null, TestContext.Current.CancellationToken);
        using var health = await stranger.GetAsync(new Uri("health?code=wrong", UriKind.Relative), TestContext.Current.CancellationToken);
        var bad = await app.ReconcileAsync("?dryRun=perhaps");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (reconcile.StatusCode, health.StatusCode));
        Assert.Equal((HttpStatusCode.BadRequest, "urn:hopsworks-functions:problem:bad-query"), (bad.Status, (string?)bad.Json["type"]));
        Assert.Empty(deployment.Hopsworks.Calls.All);
    }

    [Fact]
    public async Task A_run_tells_its_story_in_a_few_lines()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var app = await deployment.StartAsync();

        await app.InvokeTimerAsync();
        await app.Log.LineAsync("timer run");

        Assert.InRange(app.Log.Lines.Count, 5, 12);
        Assert.All((string[])["dev-anna", "dev-bjorn", "train-nlp", "train-vision"], name =>
            Assert.Single(app.Log.Lines, line => line.Contains(name, StringComparison.Ordinal)));
        Assert.Matches("^info  Reconciler: timer run .*: Ok, 16 clusters, 2 stopped, 1 started, 0 failed, [0-9]+ ms$", app.Log.Lines[^1]);
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("HttpClient", StringComparison.Ordinal)
            || line.Contains("Polly", StringComparison.Ordinal) || line.Contains("Azure", StringComparison.Ordinal));
    }
}
