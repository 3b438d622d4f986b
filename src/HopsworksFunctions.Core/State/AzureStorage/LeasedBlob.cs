using Azure;
using Azure.Storage.Blobs.Specialized;

namespace HopsworksFunctions.Core.State.AzureStorage;

/// <summary>A lease on a blob that is renewed until it is disposed or lost.</summary>
internal sealed class LeasedBlob : HeldLease
{
    /// <summary>The duration requested from the service, which is the maximum for leases that expire.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long the app relies on the lease after requesting it. It is shorter than <see cref="Duration"/>, so the app stops relying on the
    /// lease before the service frees it.
    /// </summary>
    public static readonly TimeSpan Trusted = TimeSpan.FromSeconds(50);

    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(5);

    private readonly BlobLeaseClient client;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost;
    private readonly CancellationTokenSource stop;
    private readonly Task renewing;

    /// <param name="asked">The timestamp before the lease request that was granted.</param>
    public LeasedBlob(BlobLeaseClient client, TimeProvider time, long asked)
    {
        (this.client, this.time) = (client, time);
        lost = new(Left(asked), time);
        stop = CancellationTokenSource.CreateLinkedTokenSource(lost.Token);
        Lost = lost.Token;
        renewing = RenewAsync(stop.Token);
    }

    public override CancellationToken Lost { get; }

    public override async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await renewing;
        stop.Dispose();
        lost.Dispose();
        using var deadline = new CancellationTokenSource(ReleaseTimeout, time);
        try
        {
            await client.ReleaseAsync(cancellationToken: deadline.Token);
        }
        catch (Exception e) when (AzureFault.Is(e, CancellationToken.None))
        {
            // The lease expires by itself.
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RenewEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await RenewOnceAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task RenewOnceAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        try
        {
            await client.RenewAsync(cancellationToken: cancellationToken);
            lost.CancelAfter(Left(asked));
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            await lost.CancelAsync();
        }
        catch (Exception e) when (AzureFault.Is(e, cancellationToken))
        {
            // The next tick retries, as long as the app can still rely on the lease.
        }
    }

    private TimeSpan Left(long asked)
    {
        var left = Trusted - time.GetElapsedTime(asked);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
