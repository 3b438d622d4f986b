using System.Net;
using HopsworksEmulator.Faults;
using HopsworksFunctions.EndToEndTests.Loopback;
using HopsworksFunctions.Testing;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>Where the API key comes from, and what happens to a run that cannot get it.</summary>
public sealed class KeyTests(SharedAzurite azurite)
{
    private const string Secret = "hopsworks-api-key";

    /// <summary>Cuts the SDK's retries short, but leaves time for a read that works on a busy machine.</summary>
    private const string ShortReadTimeout = "00:00:06";

    [Fact]
    public async Task A_key_rotated_while_running_is_taken_up_without_a_restart()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var app = await deployment.StartAsync();
        await app.ReconcileWellAsync();
        var process = app.Host.ChildProcessId;

        deployment.Hopsworks.ApiKeys.Accept("kEyMaRkEr-rotated");
        var version = deployment.Azure.Vault.Set(Secret, "kEyMaRkEr-rotated");

        await app.ReconcileWellAsync();
        await app.Log.LineAsync($"using version {version}");
        Assert.Equal(process, app.Host.ChildProcessId);
    }

    [Fact]
    public async Task A_wrong_key_fails_the_run_until_the_vault_has_the_right_one()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        deployment.Azure.Vault.Set(Secret, "kEyMaRkEr-wrong");
        var app = await deployment.StartAsync();

        await app.FailsAsync("rejected the API key");
        Assert.Empty(deployment.Actions);

        deployment.Hopsworks.ApiKeys.Accept("kEyMaRkEr-wrong");
        await app.ReconcileWellAsync();
    }

    [Theory]
    [InlineData("missing", "https://kv-hops.vault.azure.net/ has no secret 'hopsworks-api-key'.")]
    [InlineData("disabled", "Secret 'hopsworks-api-key' in https://kv-hops.vault.azure.net/ is disabled.")]
    [InlineData("not valid yet", " becomes valid ")]
    public async Task A_secret_that_cannot_be_used_fails_the_run_until_it_can(string what, string message)
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var vault = deployment.Azure.Vault;
        if (what == "missing") vault.Remove(Secret);
        else vault.Set(Secret, Deployment.ApiKey, enabled: what != "disabled", notBefore: what == "not valid yet"
            ? TimeProvider.System.GetUtcNow().AddHours(1) : null);
        var app = await deployment.StartAsync();

        await app.FailsAsync(message);
        Assert.Contains(message, await app.AlertAsync("key", "What"), StringComparison.Ordinal);
        // One problem must raise one alert, so run-failed finds the notice of the key in the log and stays silent.
        Assert.Equal("begins", await app.AlertAsync("run-failed", "Turn"));
        Assert.Empty(deployment.Hopsworks.Calls.All);

        vault.Set(Secret, Deployment.ApiKey);
        await app.ReconcileWellAsync();
        await app.Log.LineAsync("Notice Key over: ");
        Assert.Equal("over", await app.AlertAsync("key", "Turn"));
    }

    [Fact]
    public async Task An_expired_secret_still_serves_and_is_complained_of()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        deployment.Azure.Vault.Set(Secret, Deployment.ApiKey, expires: TimeProvider.System.GetUtcNow().AddDays(-1));
        var app = await deployment.StartAsync();

        await app.ReconcileWellAsync();

        Assert.StartsWith("warn ", await app.Log.LineAsync("and is still used; store a new version"), StringComparison.Ordinal);
        Assert.StartsWith("Secret hopsworks-api-key (version ", await app.AlertAsync("key", "What"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_is_down_at_the_start_fails_runs_until_it_is_up()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        deployment.Azure.Vault.Condition = VaultCondition.Down;
        var app = await deployment.StartAsync();

        var down = await app.ReconcileAsync();
        deployment.Azure.Vault.Condition = VaultCondition.Working;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.Status);
        Assert.Contains("Cannot reach https://kv-hops.vault.azure.net/.", down.Error, StringComparison.Ordinal);
        Assert.Empty(deployment.Hopsworks.Calls.All);
        await app.ReconcileWellAsync();
    }

    [Fact]
    public async Task A_vault_that_is_down_later_leaves_the_last_good_key_in_use()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        deployment.Settings["KeyVault__ReadTimeout"] = ShortReadTimeout;
        var app = await deployment.StartAsync();
        await app.ReconcileWellAsync();

        // A rejected key makes the app read the vault again, which it otherwise does much later.
        deployment.Azure.Vault.Condition = VaultCondition.Down;
        deployment.Hopsworks.Faults.Add(Fault.Gateway(403) with { Operation = Operation.List, Times = 1 });
        var refused = await app.ReconcileAsync();
        await app.ReconcileWellAsync();
        var health = await app.GetAsync("health");

        Assert.Equal("failed", refused.Outcome);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.Status);
        Assert.Contains("using a cached copy", health.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "Azure issued no token for the app's identity.")]
    [InlineData(500, "or the identity endpoint did not answer in time (KeyVault__ReadTimeout).")]
    public async Task A_failing_identity_endpoint_fails_the_run_until_it_works(int status, string message)
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        if (status == 500) deployment.Settings["KeyVault__ReadTimeout"] = ShortReadTimeout;
        deployment.KeepStateInFolder();
        deployment.Azure.Identity.Failure = status;
        var app = await deployment.StartAsync();

        await app.FailsAsync(message);
        Assert.Empty(deployment.Hopsworks.Calls.All);

        deployment.Azure.Identity.Failure = null;
        await app.ReconcileWellAsync();
    }

    [Fact]
    public async Task Without_an_identity_the_state_cannot_be_reached_either()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        deployment.Azure.Identity.Failure = 400;
        var app = await deployment.StartAsync();

        await app.FailsAsync("cannot be opened, because Azure issued no token for the app's identity");

        Assert.Empty(deployment.Hopsworks.Calls.All);
    }
}
