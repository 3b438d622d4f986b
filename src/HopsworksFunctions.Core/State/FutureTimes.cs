using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>Removes stored times that lie in the future because of a wrong clock, so that nothing waits for them.</summary>
internal static class FutureTimes
{
    private const int MaxNames = 20;

    /// <summary>Removes these times from the state and stores the result.</summary>
    /// <returns>A sentence for the reader; null if all times are right.</returns>
    public static async Task<string?> ForgetAsync(AccountState state, Instant now, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        // Names are collected only for the records that need it, because every run checks all records.
        var wrong = new List<ClusterRecord>();
        foreach (var (_, record) in state.Records)
        {
            if (!ReferenceEquals(FutureFacts.Forget(record, now), record))
                wrong.Add(record);
        }
        foreach (var record in wrong.OrderBy(r => r.Name, StringComparer.Ordinal))
        {
            var names = new SortedSet<string>(StringComparer.Ordinal);
            await state.SaveAsync(FutureFacts.Forget(record, now, names), cancellationToken);
            found.AddRange(names.Select(name => $"{record.Name} ({name})"));
        }
        var runs = await state.RemoveRunsAfterAsync(now + FutureFacts.Tolerance, cancellationToken);
        found.AddRange(Enumerable.Repeat("a run", runs));
        found.AddRange(await OfMessagesAsync(state, now, cancellationToken));
        if (found.Count == 0)
            return null;
        return $"{CountText.Of(found.Count, "stored time is", "stored times are")} more than "
            + $"{FutureFacts.Tolerance.TotalMinutes:0} minutes ahead and {(found.Count == 1 ? "counts" : "count")} as unknown: "
            + $"{CountText.Names(found, MaxNames)}.";
    }

    private static async Task<List<string>> OfMessagesAsync(AccountState state, Instant now, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var message in state.Messages.Select(kept => kept.Value).Where(m => FutureFacts.IsAhead(m.At, now)).ToList())
        {
            await state.RemoveMessageAsync(message.Id, cancellationToken);
            found.Add("a message");
        }
        // No channel waits longer than messages are kept.
        var waiting = state.Channels.Select(kept => kept.Value).Where(c => FutureFacts.IsAhead(c.NotBefore, now, Message.Lifetime));
        foreach (var channel in waiting.ToList())
        {
            await state.SaveAsync(channel with { NotBefore = now }, cancellationToken);
            found.Add($"channel {channel.Channel}");
        }
        return found;
    }
}
