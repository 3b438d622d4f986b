using Azure.Storage.Blobs.Specialized;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;

namespace HopsworksFunctions.Tests.State;

public sealed class BlobRunLeaseTests(AzuriteProcess azurite) : RunLeaseContract, IDisposable
{
    private readonly string account = Guid.NewGuid().ToString();
    private readonly FaultyTransport transport = new();

    protected override async Task<IRunLease> OpenAsync() => new BlobRunLease(await azurite.ContainerAsync(transport), account, Time);

    public void Dispose() => transport.Dispose();

    [Fact]
    public async Task Is_renewed_as_long_as_it_is_held()
    {
        await using var held = (await (await OpenAsync()).TryAcquireAsync("a long run", Stop)).Lease!;
        for (var i = 1; i <= 8; i++)
        {
            Time.Advance(LeasedBlob.RenewEvery);
            await UntilAsync(() => transport.Renewals == i);
        }
        Assert.False(held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Is_lost_when_somebody_broke_it()
    {
        await using var held = (await (await OpenAsync()).TryAcquireAsync("a run", Stop)).Lease!;
        await BreakAsync();
        Time.Advance(LeasedBlob.RenewEvery);
        await UntilAsync(() => held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Is_lost_before_the_service_gives_it_away_when_it_cannot_be_renewed()
    {
        await using var held = (await (await OpenAsync()).TryAcquireAsync("a run", Stop)).Lease!;
        transport.Status = 503;
        Time.Advance(LeasedBlob.Trusted - TimeSpan.FromSeconds(1));
        Assert.False(held.Lost.IsCancellationRequested);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(held.Lost.IsCancellationRequested);
        Assert.True(LeasedBlob.Trusted < LeasedBlob.Duration);
        transport.Status = null;
    }

    [Fact]
    public async Task Survives_a_renewal_that_failed_once()
    {
        await using var held = (await (await OpenAsync()).TryAcquireAsync("a run", Stop)).Lease!;
        transport.Status = 503;
        Time.Advance(LeasedBlob.RenewEvery);
        await UntilAsync(() => transport.Faults == 1);
        transport.Status = null;
        // The second renewal shows that the first took effect.
        Time.Advance(LeasedBlob.RenewEvery);
        await UntilAsync(() => transport.Renewals == 1);
        Time.Advance(LeasedBlob.RenewEvery);
        await UntilAsync(() => transport.Renewals == 2);
        Time.Advance(LeasedBlob.RenewEvery / 2);
        Assert.False(held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Runs_out_after_a_crash()
    {
        await (await (await OpenAsync()).TryAcquireAsync("created by", Stop)).Lease!.DisposeAsync();
        // This is the lease of a process that died, with the shortest duration that the service grants.
        await (await BlobAsync()).AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: Stop);
        var lease = await OpenAsync();
        HeldLease? held = null;
        await UntilAsync(async () => (held = (await lease.TryAcquireAsync("the next", Stop)).Lease) is not null);
        await held!.DisposeAsync();
    }

    [Fact]
    public async Task A_refusal_says_which_role_is_missing()
    {
        transport.Status = 403;
        var lease = await OpenAsync();
        var e = await Assert.ThrowsAsync<StateUnavailableException>(() => lease.TryAcquireAsync("a run", Stop));
        Assert.Contains("'Storage Blob Data Contributor'", e.Message, StringComparison.Ordinal);
    }

    private async Task<BlobLeaseClient> BlobAsync() =>
        (await azurite.ContainerAsync()).GetBlobClient($"{account}.lease").GetBlobLeaseClient();

    private async Task BreakAsync() => await (await BlobAsync()).BreakAsync(TimeSpan.Zero, cancellationToken: Stop);

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(TimeSpan.FromSeconds(45));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
    }
}
