using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Hopsworks;

/// <summary>A clock that stands still and reports each wait, so that a test can let exactly that wait pass.</summary>
internal sealed class ObservedTime() : FakeTimeProvider(Evening)
{
    public static readonly DateTimeOffset Evening = new(2026, 11, 23, 18, 0, 0, TimeSpan.Zero);
    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(dueTime);
        return new Timer(timer, waits.Writer);
    }

    /// <summary>Lets the next wait with a length between the bounds pass, and returns its length.</summary>
    public async Task<TimeSpan> PassAsync(double fromSeconds, double toSeconds)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var wait in waits.Reader.ReadAllAsync(deadline.Token))
        {
            if (wait.TotalSeconds < fromSeconds || wait.TotalSeconds > toSeconds) continue;
            Advance(wait);
            return wait;
        }
        throw new InvalidOperationException();
    }

    /// <summary>Lets a wait of exactly this length pass.</summary>
    public Task<TimeSpan> PassAsync(double seconds) => PassAsync(seconds, seconds);

    // A CancellationTokenSource creates its timer first and sets it later.
    private sealed class Timer(ITimer timer, ChannelWriter<TimeSpan> waits) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            waits.TryWrite(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
