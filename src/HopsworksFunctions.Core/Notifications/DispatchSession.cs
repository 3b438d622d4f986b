using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>Tracks which messages wait and which were delivered in one run. Channels use it concurrently.</summary>
/// <param name="stop">When to send no more.</param>
internal sealed class DispatchSession(string account, AccountState state, Instant now, CancellationToken stop) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);

    public string Account => account;
    public AccountState State => state;
    public Instant Now => now;
    public CancellationToken Stop => stop;

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Message> WaitingFor(NotificationChannel channel) =>
        [.. state.Messages.Values.Where(m => m.Waiting.Contains(channel.Key)).OrderBy(m => m.At).ThenBy(m => m.Id, StringComparer.Ordinal)];

    /// <summary>Stored at once, so that a crash repeats as little as can be.</summary>
    public Task DoneAsync(string messageId, NotificationChannel channel) => WithLockAsync(() =>
    {
        var message = state.Messages[messageId];
        return state.SaveAsync(message with { Waiting = [.. message.Waiting.Where(key => key != channel.Key)] }, default);
    });

    public Task SaveAsync(ChannelState channel) => WithLockAsync(() => state.SaveAsync(channel, default));

    /// <summary>Forgets messages that nobody waits for any more: channels that are gone among them.</summary>
    public async Task TidyAsync(IReadOnlyList<NotificationChannel> channels, CancellationToken cancellationToken)
    {
        foreach (var message in state.Messages.Values.Where(m => m.IsOver(now)).ToList())
        {
            if (!message.Waiting.Any(key => channels.Any(c => c.Key == key)))
                await state.RemoveMessageAsync(message.Id, cancellationToken);
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task WithLockAsync(Func<Task> save)
    {
        await gate.WaitAsync(default(CancellationToken));
        try
        {
            await save();
        }
        finally
        {
            gate.Release();
        }
    }
}
