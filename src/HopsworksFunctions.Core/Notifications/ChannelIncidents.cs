using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>Makes an incident of a channel that gets no messages, as the courier of an earlier run found; the other channels are told.</summary>
internal static class ChannelIncidents
{
    public static async Task SetAsync(IncidentBook book, AccountState state, IReadOnlyList<NotificationChannel> channels, Instant now, CancellationToken cancellationToken)
    {
        foreach (var channel in state.Channels.Values.ToList())
        {
            var configured = channels.Any(c => c.Key == channel.Channel);
            var isOpen = state.Incidents.Any(i => i.Channel == channel.Channel);
            var failing = configured && channel.NeedsPeople(isOpen);
            var message = failing ? $"channel {channel.Channel} gets no messages: {channel.Problem}" : null;
            var over = channel.Lost > 0 ? $"{channel.Lost} of its messages are lost" : null;
            await book.SetChannelAsync(channel.Channel, message, over, now, cancellationToken);
            if (!failing && (!configured || channel.Failures == 0))
                await state.RemoveChannelAsync(channel.Channel, cancellationToken);
        }
    }
}
