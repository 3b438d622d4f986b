using System.Text;
using HopsworksFunctions.Core.Access;
using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>deploy.sh against stand-ins; tests cannot check what Azure itself does with the calls.</summary>
public sealed class DeployScriptTests : IDisposable
{
    private readonly DeployRig _rig = new();

    [Fact]
    public async Task Does_each_step_once_and_in_order()
    {
        var run = await _rig.RunAsync("deploy.sh", []);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(
            [
                "az account show", "az ad signed-in-user show", "az group exists",
                "az bicep version", "az functionapp list-flexconsumption-locations", "az keyvault list-deleted",
                "az group create", "az deployment group create",
                "az keyvault secret list", "az keyvault secret set", "az keyvault secret list", "az keyvault secret set",
                "dotnet publish src/HopsworksFunctions",
                "az storage blob exists", "az storage blob upload", "az functionapp deployment source config-zip",
                "az keyvault secret list", "az functionapp keys set", "az functionapp keys list", "az keyvault secret set",
                "az functionapp keys list", "curl",
            ],
            _rig.Commands);
        Assert.Contains("infra/main.dev.bicepparam", _rig.Calls.Single(c => c.StartsWith("az deployment", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Contains("\"healthy\":true", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_reaches_the_vault_and_nothing_else()
    {
        var run = await _rig.RunAsync("deploy.sh", []);

        Assert.Equal(DeployRig.ApiKey, _rig.Kept("hopsworks-api-key"));
        Assert.All(
            [run.Output, run.Errors, .. _rig.Calls, _rig.Kept("environment")!],
            text => Assert.DoesNotContain(DeployRig.ApiKey, text, StringComparison.Ordinal));
        Assert.All([run.Output, run.Errors, .. _rig.Calls], text =>
            Assert.DoesNotContain("the-function-key", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_account_has_its_key_asked_for()
    {
        _rig.Type("key-of-a\nkey-of-b");

        var run = await _rig.RunAsync("deploy.sh", [], ("API_KEY_SECRETS", "hopsworks-api-key hopsworks-api-key-b"));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(("key-of-a", "key-of-b"), (_rig.Kept("hopsworks-api-key"), _rig.Kept("hopsworks-api-key-b")));
        Assert.Contains("to be stored as hopsworks-api-key-b (is not shown)", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_does_not_show_when_the_shell_traces()
    {
        var run = await _rig.RunAsync("deploy.sh", [], ("SHELLOPTS", "xtrace"));

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(DeployRig.ApiKey, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("the-function-key", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_keeps_the_group_the_key_and_the_policies()
    {
        await _rig.RunAsync("deploy.sh", []);
        _rig.Forget("calls");

        var run = await _rig.RunAsync("deploy.sh", []);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.All(["az group create", "az keyvault secret set", "az storage blob upload"], c => Assert.DoesNotContain(c, _rig.Commands));
        Assert.Contains("az functionapp deployment source config-zip", _rig.Commands);
    }

    [Fact]
    public async Task Policies_that_are_there_need_no_file()
    {
        await _rig.RunAsync("deploy.sh", []);

        var there = await _rig.RunAsync("upload-policies.sh", ["stapp", "policies", "none.json"]);
        _rig.Forget("policies");
        var missing = await _rig.RunAsync("upload-policies.sh", ["stapp", "policies", "none.json"]);

        Assert.Equal((0, 1), (there.ExitCode, missing.ExitCode));
        Assert.Contains("error: there is no policy file none.json", missing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_replaces_the_old_one_on_request()
    {
        await _rig.RunAsync("deploy.sh", []);
        _rig.Forget("calls");

        await _rig.RunAsync("deploy.sh", ["--new-key"]);

        Assert.Contains("az keyvault secret set", _rig.Commands);
    }

    [Theory]
    [InlineData("")]
    [InlineData("kEyMaRkEr with a space")]
    [InlineData("kEyMaRkEr.with-ä")]
    public async Task What_cannot_be_a_key_is_not_stored(string typed)
    {
        _rig.Type(typed);

        var run = await _rig.RunAsync("set-key.sh", ["kv-app"]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("that is no API key", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("kEyMaRkEr", run.Errors, StringComparison.Ordinal);
        Assert.Empty(_rig.Calls);
    }

    [Fact]
    public async Task Links_are_signed_with_a_random_key_that_is_made_once_and_shown_nowhere()
    {
        var secret = new LinkOptions().SigningKeySecretName;
        var first = await _rig.RunAsync("deploy.sh", [], ("SHELLOPTS", "xtrace"));
        var key = _rig.Kept(secret)!;
        await _rig.RunAsync("deploy.sh", []);
        Assert.Equal(key, _rig.Kept(secret));
        await _rig.RunAsync("set-link-key.sh", ["--new", "kv-app"]);

        Assert.Equal(64, key.Length);
        Assert.NotEqual(key, _rig.Kept(secret));
        Assert.All([first.Output, first.Errors, .. _rig.Calls, _rig.Kept("environment")!], text =>
            Assert.DoesNotContain(key, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_key_of_owners_is_one_of_the_apps_own_that_is_made_once_and_shown_nowhere()
    {
        var secret = new AccessOptions().OwnerKeySecretName;
        var first = await _rig.RunAsync("deploy.sh", [], ("SHELLOPTS", "xtrace"));
        var key = _rig.Kept(secret)!;
        await _rig.RunAsync("deploy.sh", []);
        Assert.Equal(key, _rig.Kept(secret));
        await _rig.RunAsync("set-owner-key.sh", ["--new", "kv-app", "rg", "func-app"]);

        Assert.Equal(_rig.Kept("owner-key")!.TrimEnd('\n'), _rig.Kept(secret));
        Assert.NotEqual(key, _rig.Kept(secret));
        Assert.All([first.Output, first.Errors, .. _rig.Calls, _rig.Kept("environment")!], text =>
            Assert.DoesNotContain(key, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_expiry_of_a_key_is_stored_with_it()
    {
        await _rig.RunAsync("set-key.sh", ["--expires", "2027-06-30", "kv-app"]);

        Assert.Contains("--expires 2027-06-30T00:00:00Z", Assert.Single(_rig.Calls), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account show", "nobody is signed in")]
    [InlineData("ad signed-in-user show", "your object id cannot be read")]
    [InlineData("group create", "the group rg-hopsfn-dev cannot be created")]
    [InlineData("deployment group create", "the deployment failed")]
    [InlineData("keyvault secret list", "looking for the key in the vault failed")]
    [InlineData("keyvault secret set", "storing the key failed")]
    [InlineData("dotnet publish", "dotnet publish failed")]
    [InlineData("storage blob exists", "looking for policies failed")]
    [InlineData("storage blob upload", "uploading the policies failed")]
    [InlineData("functionapp deployment source config-zip", "publishing failed")]
    [InlineData("functionapp keys set", "making the owner's key failed")]
    public async Task A_step_that_fails_is_the_last_and_says_so(string step, string message)
    {
        var run = await _rig.RunAsync("deploy.sh", [], ("FAILS_AT", step));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"error: {message}", run.Errors, StringComparison.Ordinal);
        Assert.EndsWith(
            step, _rig.Commands.Last().Replace(" src/HopsworksFunctions", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_deploys_without_touching_the_key()
    {
        var run = await _rig.RunAsync(
            "deploy.sh", [], ("SIGNED_IN", "servicePrincipal"), ("AZURE_PRINCIPAL_ID", "00000000-0000-0000-0000-00000000000c"));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.DoesNotContain(_rig.Commands, c => c.Contains("keyvault secret", StringComparison.Ordinal));
    }

    // An incident is not the deployment's fault, and the deployment may even end it.
    [Theory]
    [InlineData("healthy", "==> the app is healthy")]
    [InlineData("degraded", "==> the app works, but there are open incidents, listed above")]
    public async Task An_app_that_works_is_deployed_whatever_incidents_are_open(string said, string step)
    {
        var run = await _rig.RunAsync("deploy.sh", [], ("SAID", said));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"\"status\":\"{said}\"", run.Output, StringComparison.Ordinal);
        Assert.Equal(step, run.Errors.TrimEnd().Split('\n')[^1]);
    }

    [Theory]
    [InlineData("--environment", "test", "there is no parameter file infra/main.test.bicepparam")]
    [InlineData("--evironment", "dev", "unknown option --evironment")]
    [InlineData("--location", "", "--location wants a value")]
    public async Task A_mistyped_command_does_nothing(string option, string value, string message)
    {
        var run = await _rig.RunAsync("deploy.sh", [option, value]);

        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Empty(_rig.Calls);
    }

    // A sample must not stop anyone's clusters.
    [Fact]
    public async Task The_first_policies_are_the_sample_as_a_dry_run()
    {
        await _rig.RunAsync("deploy.sh", []);

        var parsed = PolicyFile.Parse(Encoding.UTF8.GetBytes(_rig.Kept("policies")!));

        Assert.Empty(parsed.Problems);
        Assert.True(parsed.Policies!.DryRun);
    }

    public void Dispose() => _rig.Dispose();
}
