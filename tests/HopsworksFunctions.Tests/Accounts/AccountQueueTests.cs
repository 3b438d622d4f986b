using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Tests.State;
using NodaTime;

namespace HopsworksFunctions.Tests.Accounts;

public sealed class AccountQueueTests(AzuriteProcess azurite) : IDisposable
{
    private static readonly Instant Tick = Instant.FromUtc(2026, 11, 30, 16, 45);

    private readonly string name = $"accounts-{Guid.NewGuid():N}";
    private readonly FaultyTransport transport = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sends_an_order_that_expires()
    {
        var queue = await azurite.QueueAsync(name);
        await queue.CreateAsync(cancellationToken: Cancel);

        await SendAsync();

        var message = Assert.Single((await queue.ReceiveMessagesAsync(cancellationToken: Cancel)).Value);
        Assert.Equal("""{"version":1,"account":"team-a","tick":"2026-11-30T16:45:00Z"}""", message.Body.ToString());
        Assert.Equal(TimeSpan.FromMinutes(5), message.ExpiresOn - message.InsertedOn);
    }

    [Theory]
    [InlineData(null, "The queue 'reconcile-account' does not exist. Create it in the storage account; infra/main.bicep does")]
    [InlineData(403, "The queue 'reconcile-account' rejected the app (403 ). Give the app's identity the role "
        + "'Storage Queue Data Contributor'")]
    [InlineData(503, "The queue 'reconcile-account' answered 503")]
    public async Task A_failure_says_what_to_do(int? status, string problem)
    {
        transport.Status = status;

        var e = await Assert.ThrowsAsync<StateUnavailableException>(SendAsync);

        Assert.StartsWith(problem, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public async Task Without_an_address_says_which_setting_is_missing()
    {
        var e = await Assert.ThrowsAsync<StateUnavailableException>(
            () => AccountQueue.Of(new(), null!).SendAsync("team-a", Tick, Duration.FromMinutes(5), Cancel));

        Assert.StartsWith("State__QueueServiceUri is missing", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => transport.Dispose();

    private async Task SendAsync() =>
        await new AccountQueue(await azurite.QueueAsync(name, transport)).SendAsync("team-a", Tick, Duration.FromMinutes(5), Cancel);
}
