using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.State;

/// <summary>The promises of every lease.</summary>
public abstract class RunLeaseContract
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(new(2026, 3, 2, 7, 0, 0, TimeSpan.Zero));

    /// <summary>Opens the test's own lease. Each call reopens the same lease where that is possible.</summary>
    protected abstract Task<IRunLease> OpenAsync();

    [Fact]
    public async Task The_second_is_told_who_holds_it_and_since_when()
    {
        await using var held = (await (await OpenAsync()).TryAcquireAsync("timer on höst-1 🦊", Stop)).Lease;
        var since = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(held);
        Assert.Equal(new LeaseAttempt(null, "timer on höst-1 🦊", since), await (await OpenAsync()).TryAcquireAsync("http", Stop));
        Assert.False(held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Is_free_again_after_disposal()
    {
        var lease = await OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            var attempt = await lease.TryAcquireAsync($"run {i}", Stop);
            Assert.NotNull(attempt.Lease);
            await attempt.Lease.DisposeAsync();
        }
    }

    [Fact]
    public async Task Of_many_one_gets_it()
    {
        var attempts = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => Task.Run(async () => await (await OpenAsync()).TryAcquireAsync($"run {i}", Stop))));
        await Assert.Single(attempts, a => a.Lease is not null).Lease!.DisposeAsync();
    }
}
