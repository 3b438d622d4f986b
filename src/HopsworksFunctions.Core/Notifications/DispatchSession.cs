using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>The waiting and delivered messages during one run. Safe for concurrent channels.</summary>
/// <param name="stop">Cancelled when sending must stop.</param>
internal sealed class DispatchSession(string account, AccountState state, Instant now, CancellationToken stop) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);

    public string Account => account;
    public AccountState State => state;
    public Instant Now => now;
    public CancellationToken Stop => stop;

    /// <summary>Returns the messages that wait for a channel, oldest first.</summary>
    public IReadOnlyList<Message> WaitingFor(NotificationChannel channel) =>
        [.. state.Messages.Values.Where(m => m.Waiting.Contains(channel.Key)).OrderBy(m => m.At).ThenBy(m => m.Id, StringComparer.Ordinal)];

    /// <summary>
    /// Returns everything that was kept for a channel during past quiet hours, as one message; null if there is nothing. The message stays
    /// the same until it is delivered.
    /// </summary>
    public Message? HeldFor(NotificationChannel channel)
    {
        var held = HeldBy(channel).Where(m => !m.Waiting.Contains(channel.Key)).ToList();
        return held.Count == 0 ? null
            : new(
                $"{held[0].Id}-quiet", held.Max(m => m.Held![channel.Key]),
                [.. held.SelectMany(m => m.Events.Where(e => m.IsHeld(e, channel.Key)))], [])
            {
                Left = held.Sum(m => m.Left),
                IsOfQuietHours = true,
            };
    }

    /// <summary>Returns the messages with events kept for a channel during past quiet hours, oldest first.</summary>
    private IEnumerable<Message> HeldBy(NotificationChannel channel) => state.Messages.Values
        .Where(m => m.Held?.TryGetValue(channel.Key, out var until) == true && until <= now)
        .OrderBy(m => m.At).ThenBy(m => m.Id, StringComparer.Ordinal);

    /// <summary>Stores the delivery at once, so a crash repeats as few messages as possible.</summary>
    public Task DoneAsync(Message sent, NotificationChannel channel) => WithLockAsync(async () =>
    {
        if (!sent.IsOfQuietHours)
        {
            var message = state.Messages[sent.Id];
            await state.SaveAsync(message with { Waiting = [.. message.Waiting.Where(key => key != channel.Key)] }, default);
            return;
        }
        foreach (var message in HeldBy(channel).Where(m => !m.Waiting.Contains(channel.Key)).ToList())
        {
            await state.SaveAsync(
                message with { Held = message.Held!.Where(held => held.Key != channel.Key).ToDictionary() }, default);
        }
    });

    /// <summary>Stores how many events of a message are done, for a channel that gets each event separately.</summary>
    public Task SaveProgressAsync(Message sent, NotificationChannel channel, int events) => WithLockAsync(() =>
    {
        // A message of quiet hours is repeated from its start, with the same IDs.
        if (state.Messages.GetValueOrDefault(sent.Id) is not { } message)
            return Task.CompletedTask;
        var progress = new Dictionary<string, int>(message.Progress ?? new Dictionary<string, int>()) { [channel.Key] = events };
        return state.SaveAsync(message with { Progress = progress }, default);
    });

    public Task SaveAsync(ChannelState channel) => WithLockAsync(() => state.SaveAsync(channel, default));

    /// <summary>Removes expired messages that no existing channel waits for.</summary>
    public async Task TidyAsync(IReadOnlyList<NotificationChannel> channels, CancellationToken cancellationToken)
    {
        foreach (var message in state.Messages.Values.Where(m => m.IsOver(now)).ToList())
        {
            if (!message.Waiting.Concat(message.Held?.Keys ?? []).Any(key => channels.Any(c => c.Key == key)))
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
