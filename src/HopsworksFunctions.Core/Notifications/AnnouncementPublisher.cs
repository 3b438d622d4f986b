using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.State;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>Queues an announcement for all channels; the next run delivers it.</summary>
public sealed class AnnouncementPublisher(IAccountStore store, IPolicySource policies, TimeProvider time)
{
    /// <param name="id">Identifies the announcement, such as <c>digest-2026-W48</c>, so it is queued only once.</param>
    /// <returns>False if it was queued before, or if there is no channel.</returns>
    /// <exception cref="StateUnavailableException">The store cannot be reached, read or written.</exception>
    public async Task<bool> AnnounceAsync(string id, Announcement announcement, CancellationToken cancellationToken)
    {
        var reading = await policies.ReadAsync(remember: false, cancellationToken);
        if (reading.Policies is not { Notify.Count: > 0 } found)
            return false;
        var state = await store.LoadAsync(cancellationToken);
        if (state.Messages.ContainsKey(id))
            return false;
        var channels = found.Notify.WithAddress([]).Select(c => c.Key);
        try
        {
            await state.SaveAsync(
                new Message(id, time.GetCurrentInstant(), [], [.. channels]) { Announcement = announcement }, cancellationToken);
            return true;
        }
        catch (StateConflictException)
        {
            // Another instance queued it first.
            return false;
        }
    }
}
