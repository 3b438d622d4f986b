namespace HopsworksFunctions.Tests.Infra;

/// <summary>What deploy.sh checks before it creates anything, against stand-ins that answer as the CLI does.</summary>
public sealed class DeployChecksTests : IDisposable
{
    private const string Group = "/subscriptions/s/resourceGroups/rg-hopsfn-dev/providers/Microsoft.KeyVault/vaults/";

    private readonly DeployRig _rig = new();

    // The template's modules have no names, which older versions reject, and the CLI keeps an old version forever.
    [Theory]
    [InlineData("0.30.23", false)]
    [InlineData("0.34.0", false)]
    [InlineData("0.34.1", true)]
    [InlineData("0.100.0", true)]
    [InlineData("", true)]
    public async Task An_old_Bicep_is_named_before_anything_is_made(string version, bool deploys)
    {
        var run = await _rig.RunAsync("deploy.sh", [], ("BICEP", version));

        Assert.Equal(deploys, run.ExitCode == 0);
        Assert.Equal(deploys, _rig.Commands.Contains("az group create"));
        Assert.Equal(!deploys, run.Errors.Contains("run 'az bicep upgrade'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("West Europe")]
    [InlineData("swedencentral")]
    public async Task A_region_may_be_named_as_Azure_shows_it(string region) =>
        Assert.Equal(0, (await _rig.RunAsync("deploy.sh", ["--location", region])).ExitCode);

    [Fact]
    public async Task A_region_without_Flex_Consumption_is_refused_with_those_that_have_it()
    {
        var run = await _rig.RunAsync("deploy.sh", ["--location", "westus"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "error: Flex Consumption is not offered in westus, but in: northeurope westeurope swedencentral", run.Errors,
            StringComparison.Ordinal);
        Assert.DoesNotContain("az group create", _rig.Commands);
    }

    // The template is deployed to the region of the group.
    [Fact]
    public async Task The_region_of_a_group_that_is_there_counts()
    {
        await _rig.RunAsync("deploy.sh", []);

        var run = await _rig.RunAsync("deploy.sh", ["--location", "westeurope"], ("GROUP_LOCATION", "westus"));

        Assert.Contains("not offered in westus", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kv-hopsfn-dev-abcdefgh\twesteurope\t" + Group + "kv-hopsfn-dev-abcdefgh", "true")]
    [InlineData("kv-hopsfn-prod-abcdefgh\twesteurope\t" + Group + "kv-hopsfn-prod-abcdefgh", "false")]
    [InlineData("kv-of-others\tnorthcentralus\t" + Group + "kv-of-others", "false")]
    [InlineData("kv-hopsfn-dev-abcdefgh\twesteurope\t/subscriptions/s/resourceGroups/other/providers/and/so/on", "false")]
    public async Task A_deleted_vault_of_this_group_and_environment_comes_back(string deleted, string recovers)
    {
        var run = await _rig.RunAsync("deploy.sh", [], ("DELETED", deleted));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(recovers, _rig.Kept("recover"));
    }

    [Fact]
    public async Task A_deleted_vault_of_another_region_is_named_before_anything_is_made()
    {
        var run = await _rig.RunAsync(
            "deploy.sh", ["--location", "northeurope"],
            ("DELETED", $"kv-hopsfn-dev-abcdefgh\twesteurope\t{Group.ToUpperInvariant()}kv-hopsfn-dev-abcdefgh"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("kv-hopsfn-dev-abcdefgh of an earlier deployment is deleted and can come back in westeurope only", run.Errors,
            StringComparison.Ordinal);
        Assert.DoesNotContain("az group create", _rig.Commands);
    }

    // Someone with rights only on the group may not ask; the deployment itself then says what is wrong.
    [Theory]
    [InlineData("functionapp list-flexconsumption-locations", "which regions offer Flex Consumption cannot be read")]
    [InlineData("keyvault list-deleted", "whether a deleted vault has the name of the new one cannot be read")]
    public async Task What_may_not_be_looked_at_is_said_and_stops_nothing(string step, string message)
    {
        var run = await _rig.RunAsync("deploy.sh", [], ("FAILS_AT", step));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"==> {message}", run.Errors, StringComparison.Ordinal);
    }

    // azd deploys to a subscription of its own choice, and the CLI has another default.
    [Fact]
    public async Task Every_call_goes_to_the_subscription_that_was_named()
    {
        const string Subscription = "00000000-0000-0000-0000-00000000000c";

        var run = await _rig.RunAsync(
            "deploy.sh", [], ("AZURE_SUBSCRIPTION_ID", Subscription), ("SUBSCRIPTION", Subscription));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.All(
            _rig.Calls.Where(c => c.StartsWith("az ", StringComparison.Ordinal)
                && !c.StartsWith("az ad ", StringComparison.Ordinal) && !c.StartsWith("az bicep ", StringComparison.Ordinal)),
            call => Assert.EndsWith($" --subscription {Subscription}", call, StringComparison.Ordinal));
    }

    public void Dispose() => _rig.Dispose();
}
