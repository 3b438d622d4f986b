using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Core.Accounts;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>Several accounts as the template deploys them, and one account as before.</summary>
public sealed class AccountParameterTests
{
    private const string Policies = ".primaryEndpoints.blob, 'policies'), '";

    // The alerts and the state of an existing deployment depend on these settings.
    [Theory]
    [InlineData("main.dev")]
    [InlineData("main.prod")]
    public void One_account_has_no_queue(string deployment)
    {
        var snapshot = Snapshot.Of(deployment);

        Assert.DoesNotContain(snapshot.Resources, r => ((string)r["type"]!).Contains("/queueServices", StringComparison.Ordinal));
        Assert.DoesNotContain(snapshot.AppSettings.Keys, name => name.StartsWith("Accounts", StringComparison.Ordinal));
        Assert.Equal(
            ("default", "hopsworks-api-key", "true"),
            (snapshot.AppSettings["Account"], snapshot.AppSettings["Hopsworks__ApiKeySecretName"],
                snapshot.AppSettings["AzureWebJobs.ReconcileAccount.Disabled"]));
    }

    [Fact]
    public void Several_accounts_have_the_queue_that_the_function_reads()
    {
        var snapshot = Snapshot.Of("main.private");
        var settings = snapshot.AppSettings;
        var trigger = Assert.Single(
            FunctionApp.Read(Bicep.Metadata("FunctionApp")).Functions.Select(function => function.Trigger).OfType<QueueTrigger>());

        Assert.Equal((AccountQueue.Name, "State"), (trigger.Queue, trigger.Connection));
        Assert.EndsWith($"/{AccountQueue.Name}", (string)snapshot.Only("Microsoft.Storage/storageAccounts/queueServices/queues")["name"]!,
            StringComparison.Ordinal);
        Assert.EndsWith(".primaryEndpoints.queue]", settings["State__QueueServiceUri"], StringComparison.Ordinal);
        Assert.Equal(("managedidentity", settings["AZURE_CLIENT_ID"]), (settings["State__credential"], settings["State__clientId"]));
        Assert.DoesNotContain("AzureWebJobs.ReconcileAccount.Disabled", settings.Keys);
    }

    [Fact]
    public async Task An_account_has_what_it_is_given_and_no_more()
    {
        var settings = (await Snapshot.TakeAsync(Accounts("first"))).AppSettings;
        var own = settings.Where(setting => setting.Key.StartsWith("Accounts", StringComparison.Ordinal)).ToDictionary();

        Assert.Equal("8", own["AccountsInProcess"]);
        Assert.Equal("https://hopsworks.example.com", own["Accounts__second__BaseUrl"]);
        Assert.EndsWith($"{Policies}second.json')]", own["Accounts__second__PoliciesSource"], StringComparison.Ordinal);
        Assert.EndsWith($"{Policies}prices-2.json')]", own["Accounts__second__PricesSource"], StringComparison.Ordinal);
        Assert.Equal(
            ("key-1", "key-2", 6),
            (own["Accounts__first__ApiKeySecretName"], own["Accounts__second__ApiKeySecretName"], own.Count));
        Assert.All(["Account", "Hopsworks__ApiKeySecretName"], name => Assert.DoesNotContain(name, settings.Keys));
        // So few accounts need no queue, and nothing polls one.
        Assert.Equal("true", settings["AzureWebJobs.ReconcileAccount.Disabled"]);
        Assert.All(
            ["Hopsworks__BaseUrl", "Policies__Source", "Savings__PricesSource"], name => Assert.Contains(name, settings.Keys));
    }

    [Theory]
    [InlineData("second", "key-1", "Two of the accounts have one name. Give each its own.")]
    [InlineData("first", "KEY-2", "Two of the accounts have one secret. Give each its own.")]
    [InlineData("my-team", "key-1", "The account name 'my-team' has characters other than letters and digits")]
    [InlineData("Team", "key-1", "The account name 'Team' has upper-case letters")]
    public async Task Accounts_that_the_app_would_not_take_are_refused(string name, string secret, string problem)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Snapshot.TakeAsync(Accounts(name, secret)));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    private static string Accounts(string name, string secret = "key-1") => $$"""
        param accounts = [
          {
            name: '{{name}}'
            apiKeySecretName: '{{secret}}'
          }
          {
            name: 'second'
            apiKeySecretName: 'key-2'
            baseUrl: 'https://hopsworks.example.com'
            policiesSource: 'second.json'
            pricesSource: 'prices-2.json'
          }
        ]
        """;
}
