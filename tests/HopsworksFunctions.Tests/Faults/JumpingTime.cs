using System.Collections.Concurrent;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Faults;

/// <summary>
/// A clock shared by a client and a server. It stands still while either of them works, and jumps when both only wait: for an answer that
/// the server holds back, or for the next attempt.
/// </summary>
/// <param name="deadlines">The lengths of the client's time-outs. They may expire only while the server holds back its answer.</param>
/// <param name="latencies">How long the server holds answers back.</param>
internal sealed class JumpingTime(DateTimeOffset start, TimeSpan[] deadlines, TimeSpan[] latencies) : FakeTimeProvider(start)
{
    // The other side may be about to act.
    private const int LooksBeforeJump = 3;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentDictionary<Wait, byte> waits = [];
    private int inFlight;

    /// <summary>Counts the requests in flight. This must be the last handler of each client.</summary>
    public void Observe(HttpClientFactoryOptions options) =>
        options.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Add(new InFlight(this)));

    /// <summary>Jumps from wait to wait until the work is done.</summary>
    public async Task<T> PassAsync<T>(Task<T> work)
    {
        for (var looks = 0; !work.IsCompleted;)
        {
            await Task.WhenAny(work, Task.Delay(BetweenLooks, System));
            looks = NextJump() is null ? 0 : looks + 1;
            if (looks < LooksBeforeJump || NextJump() is not { } next)
                continue;
            AdvanceTo(next);
            looks = 0;
        }
        return await work;
    }

    public void AdvanceTo(DateTimeOffset instant)
    {
        if (instant > GetUtcNow())
            SetUtcNow(instant);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var wait = new Wait(this);
        wait.Timer = base.CreateTimer(callback, state, dueTime, period);
        wait.Set(dueTime);
        return wait;
    }

    private DateTimeOffset? NextJump()
    {
        var pending = waits.Keys.Where(wait => wait.Due > GetUtcNow()).ToList();
        var (asked, kept) = (Volatile.Read(ref inFlight), pending.Count(wait => latencies.Contains(wait.Length)));
        if (asked > 0 && asked == kept)
            return pending.Min(wait => wait.Due);
        var tries = pending.Where(wait => !latencies.Contains(wait.Length) && !deadlines.Contains(wait.Length)).ToList();
        return asked == 0 && tries.Count > 0 ? tries.Min(wait => wait.Due) : null;
    }

    private sealed class Wait(JumpingTime time) : ITimer
    {
        public ITimer Timer { get; set; } = null!;
        public TimeSpan Length { get; private set; }
        public DateTimeOffset Due { get; private set; }

        public void Set(TimeSpan length)
        {
            (Length, Due) = (length, length < TimeSpan.Zero ? DateTimeOffset.MinValue : time.GetUtcNow() + length);
            time.waits[this] = 0;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Set(dueTime);
            return Timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            time.waits.TryRemove(this, out _);
            Timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            time.waits.TryRemove(this, out _);
            return Timer.DisposeAsync();
        }
    }

    private sealed class InFlight(JumpingTime time) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref time.inFlight);
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                // An answer is in flight until its body has arrived.
                await response.Content.LoadIntoBufferAsync(cancellationToken);
                return response;
            }
            finally
            {
                Interlocked.Decrement(ref time.inFlight);
            }
        }
    }
}
