using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Tests.Infra;
using HopsworksFunctions.Tests.LocalHost;
using HopsworksFunctions.Tests.State;

namespace HopsworksFunctions.Tests.Accounts;

public sealed class AccountFunctionTests(AzuriteProcess azurite) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accounts-");
    private readonly AppOutput output = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // A failure would only move the message to the poison queue.
    [Fact]
    public async Task A_message_that_orders_no_run_is_dropped_with_a_sentence()
    {
        var (queue, poison) = (await azurite.QueueAsync(AccountQueue.Name), await azurite.QueueAsync($"{AccountQueue.Name}-poison"));
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancel);
        await queue.SendMessageAsync("""{"version":7}""", Cancel);

        await using var host = await StartAsync();

        await Eventually.IsTrueAsync(
            () => output.ToString().Contains(
                "warn  AccountFunctions: Dropped a message of the queue 'reconcile-account' that orders no run of an account: "
                    + "line 1, column 12, $.version: expected version 1, got 7",
                StringComparison.Ordinal),
            "the log says so");
        await Eventually.IsTrueAsync(
            async () => (await queue.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount == 0, "the queue is empty");
        Assert.False(await poison.ExistsAsync(Cancel));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<LocalFunctionsHost> StartAsync() => await LocalFunctionsHost.StartAsync(
        new()
        {
            AppDirectory = Bicep.Metadata("FunctionApp"),
            Keys = HostKeys.Random(),
            Settings = new Dictionary<string, string>
            {
                ["State"] = await azurite.ConnectionStringAsync(),
                ["State__Directory"] = Path.Combine(folder.FullName, "state"),
                ["Policies__Source"] = Repository.PathTo("policies.sample.json"),
                ["ReconcileSchedule"] = "0 */5 * * * *",
                ["DigestSchedule"] = "0 0 7 * * 1",
                ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
                ["AZURE_TOKEN_CREDENTIALS"] = "dev",
                ["HOPSWORKSAI_API_KEY"] = "a-key-that-nobody-asks-for",
                ["Savings__RetailPrices"] = "false",
            },
            FireTimers = false,
            AppOutput = output,
        },
        Cancel);
}
