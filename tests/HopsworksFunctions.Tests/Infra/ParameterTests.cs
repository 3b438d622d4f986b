using System.Text.RegularExpressions;
using Azure.Bicep.Types;
using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>Parameters that Azure would reject minutes into a deployment, and the longest that the template accepts.</summary>
public sealed partial class ParameterTests
{
    private static readonly string Longest = $$"""
        param environmentName = 'prod'
        param privateNetwork = true
        param account = 'an-account-whose-name-has-40-characters-'
        param apiKeySecretName = '{{new string('s', 127)}}'
        param alertEmail = 'operators@example.com'
        param operatorPrincipalId = '00000000-0000-0000-0000-00000000000b'
        param signInClientId = '00000000-0000-0000-0000-00000000000a'
        param webhooks = [
          {
            name: '{{new string('w', 40)}}'
            kind: 'generic'
            signingSecretName: '{{new string('s', 127)}}'
          }
        ]
        """;

    private static readonly AzTypeLoader Types = new();
    private static readonly ILookup<string, CrossFileTypeReference> Versions = Types.LoadTypeIndex().Resources
        .OrderByDescending(r => r.Key, StringComparer.OrdinalIgnoreCase)
        .ToLookup(r => r.Key.Split('@')[0], r => r.Value, StringComparer.OrdinalIgnoreCase);

    // Some versions of the types have lost their rule, so the newest version with a rule counts.
    [Fact]
    public async Task The_longest_parameters_give_names_that_Azure_takes()
    {
        var snapshot = await Snapshot.TakeAsync(Longest);

        var ruled = snapshot.Resources.Where(r => RuleOf((string)r["type"]!) is not null).ToList();

        Assert.All(ruled, resource =>
        {
            var rule = RuleOf((string)resource["type"]!)!;
            var name = ((string)resource["name"]!).Split('/')[^1];
            Assert.InRange(name.Length, rule.MinLength ?? 1, rule.MaxLength ?? int.MaxValue);
            Assert.Matches(rule.Pattern ?? "", name);
        });
        Assert.Equal(
            [
                "Microsoft.Insights/scheduledQueryRules", "Microsoft.KeyVault/vaults", "Microsoft.OperationalInsights/workspaces",
                "Microsoft.Storage/storageAccounts", "Microsoft.Storage/storageAccounts/blobServices/containers",
                "Microsoft.Storage/storageAccounts/tableServices/tables",
            ],
            ruled.Select(r => (string)r["type"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.Matches(RuleOf("Microsoft.KeyVault/vaults/secrets")!.Pattern!, snapshot.AppSettings["Hopsworks__ApiKeySecretName"]);
        Assert.All(snapshot.AppSettings.Keys, name => Assert.Matches(LinuxName(), name));
    }

    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void Settings_have_names_that_Linux_takes(string deployment) =>
        Assert.All(Snapshot.Of(deployment).AppSettings.Keys, name => Assert.Matches(LinuxName(), name));

    [Theory]
    [InlineData("my-budget")]
    [InlineData("budgét")]
    public async Task A_webhook_whose_setting_Linux_would_drop_is_refused(string name)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Snapshot.TakeAsync($$"""
                param webhooks = [
                  {
                    name: '{{name}}'
                    kind: 'generic'
                  }
                ]
                """));

        Assert.Contains(
            $"The webhook name '{name}' has characters other than letters and digits", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_address_is_named_without_its_length()
    {
        var snapshot = await Snapshot.TakeAsync(Private("'198.51.100.7/32', '203.0.113.0/24'"));

        foreach (var type in new[] { "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults" })
            Assert.Equal(
                ["198.51.100.7", "203.0.113.0/24"],
                snapshot.Properties(type)["networkAcls"]!["ipRules"]!.AsArray().Select(r => (string)r!["value"]!));
    }

    [Fact]
    public async Task A_range_of_two_addresses_is_refused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Snapshot.TakeAsync(Private("'198.51.100.6/31'")));

        Assert.Contains("name both of 198.51.100.6/31 by themselves", refused.Message, StringComparison.Ordinal);
    }

    // Resource Manager does not recover a vault that is not deleted, or create one that is.
    [Fact]
    public async Task A_deleted_vault_comes_back_only_where_that_is_asked_for()
    {
        var asked = await Snapshot.TakeAsync("param recoverVault = true");

        Assert.Equal("recover", (string)asked.Properties("Microsoft.KeyVault/vaults")["createMode"]!);
        Assert.Equal("default", (string)Snapshot.Of("main.prod").Properties("Microsoft.KeyVault/vaults")["createMode"]!);
        Assert.All(["main", "main.dev", "main.prod"], file => Assert.Contains(
            "param recoverVault = bool(readEnvironmentVariable('HOPSFN_RECOVER_VAULT', 'false'))",
            File.ReadAllText(Path.Combine(Bicep.Folder, $"{file}.bicepparam")), StringComparison.Ordinal));
    }

    private static string Private(string addresses) => $"param privateNetwork = true\nparam operatorAddresses = [{addresses}]";

    private static StringType? RuleOf(string type) =>
        Versions[type].Select(v => Types.LoadResourceType(v).Body.Type is ObjectType body ? body.Properties["name"].Type.Type : null)
            .OfType<StringType>().FirstOrDefault(s => s.Pattern is not null || s.MaxLength is not null);

    /// <summary>
    /// A valid name for an environment variable, which each setting becomes. App Service turns dots into underscores, and only the host
    /// expects a dotted name, to disable a function: https://learn.microsoft.com/azure/azure-functions/disable-function.
    /// </summary>
    [GeneratedRegex(@"^([A-Za-z_][A-Za-z0-9_]*|AzureWebJobs\.[A-Za-z]+\.Disabled)\z")]
    private static partial Regex LinuxName();
}
