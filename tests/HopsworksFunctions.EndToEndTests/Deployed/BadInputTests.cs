using System.Net;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.EndToEndTests.Loopback;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>
/// Mistakes in the input appear in the log, the run report and <c>health</c>. The app touches no cluster, and its process keeps running.
/// </summary>
public sealed class BadInputTests(SharedAzurite azurite)
{
    [Theory]
    [InlineData("""{ "rules": [ """, "policies.json(1,")]
    [InlineData("""{ "timeZone": "Europe/Stokholm", "rules": [] }""", "'Europe/Stokholm' is not an IANA time zone")]
    [InlineData("""{ "schedules": { "office": { "up": ["mon-fri 7-19"] } }, "rules": [] }""", "missing times at the end: HH:MM-HH:MM")]
    [InlineData(null, "Cannot read policy file ")]
    public async Task Policies_that_cannot_be_used(string? policies, string message)
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        if (policies is null) File.Delete(deployment.PolicyFile);
        else await File.WriteAllTextAsync(deployment.PolicyFile, policies, TestContext.Current.CancellationToken);

        var app = await FailsAsync(deployment, message);

        await File.WriteAllTextAsync(deployment.PolicyFile, StandardPolicies.Text, TestContext.Current.CancellationToken);
        await app.ReconcileWellAsync();
    }

    [Fact]
    public async Task A_bad_change_leaves_the_last_good_policies_in_force_across_a_restart()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var before = await (await deployment.StartAsync()).ReconcileWellAsync();

        await File.WriteAllTextAsync(deployment.PolicyFile, "nonsense", TestContext.Current.CancellationToken);
        var restarted = await deployment.StartAsync();
        var after = await restarted.ReconcileWellAsync();
        var health = await restarted.GetAsync("health");

        Assert.Equal((string?)before.Report["policies"], (string?)after.Report["policies"]);
        Assert.Equal("config", (string?)after.Report["notices"]![0]!["kind"]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.Status);
        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
    }

    [Theory]
    [InlineData("KeyVault__Uri", null, "KeyVault__Uri is missing: set it to ")]
    [InlineData("KeyVault__Uri", "http://kv-hops.vault.azure.net", "KeyVault__Uri must be the vault's https address")]
    [InlineData("Policies__Source", null, "Policies__Source is missing: ")]
    [InlineData("State__TableServiceUri", null, "State__TableServiceUri is missing: ")]
    [InlineData("State__BlobServiceUri", null, "State__BlobServiceUri is missing: ")]
    [InlineData("Hopsworks__BaseUrl", "http://api.hopsworks.ai", "Hopsworks__BaseUrl must be an https address")]
    [InlineData("Hopsworks__Timeout", "soon", "Hopsworks:Timeout")]
    [InlineData("HOPSWORKSAI_API_KEY", "kEyMaRkEr-in-a-setting",
        "HOPSWORKSAI_API_KEY contains a secret. Secrets in settings are allowed in development only")]
    public async Task Settings_that_are_missing_or_wrong(string setting, string? value, string message)
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        if (value is null) deployment.Settings.Remove(setting);
        else deployment.Settings[setting] = value;

        await FailsAsync(deployment, message);
    }

    private static async Task<RunningApp> FailsAsync(Deployment deployment, string message)
    {
        var app = await deployment.StartAsync();
        var process = app.Host.ChildProcessId;

        await app.FailsAsync(message);
        await Assert.ThrowsAsync<InvocationFailedException>(app.InvokeTimerAsync);
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("   at ", StringComparison.Ordinal));
        Assert.Contains(message, await app.AlertAsync("run-failed", "Reason"), StringComparison.Ordinal);

        Assert.Empty(deployment.Actions);
        Assert.Equal(process, app.Host.ChildProcessId);
        return app;
    }
}
