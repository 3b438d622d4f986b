using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.State;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>Hands an announcement to all channels; the next run takes it there.</summary>
public sealed class AnnouncementPublisher(IAccountStore store, IPolicySource policies, TimeProvider time)
{
    /// <param name="id">Names the occasion, such as <c>digest-2026-W48</c>, which is handed over only once.</param>
    /// <returns>False when it was handed over before, or there is no channel.</returns>
    /// <exception cref="StateUnavailableException">The store cannot be reached, read or written.</exception>
    public async Task<bool> AnnounceAsync(string id, Announcement announcement, CancellationToken cancellationToken)
    {
        var reading = await policies.ReadAsync(remember: false, cancellationToken);
        if (reading.Policies is not { Notify.Count: > 0 } found)
            return false;
        var state = await store.LoadAsync(cancellationToken);
        if (state.Messages.ContainsKey(id))
            return false;
        var channels = found.Notify.Select(c => c.Key).Distinct();
        try
        {
            await state.SaveAsync(
                new Message(id, time.GetCurrentInstant(), [], [.. channels]) { Announcement = announcement }, cancellationToken);
            return true;
        }
        catch (StateConflictException)
        {
            // Another instance was quicker.
            return false;
        }
    }
}
