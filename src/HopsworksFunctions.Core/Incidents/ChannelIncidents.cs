using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>
/// Makes an incident of a channel that gets no messages, as the courier of an earlier run found; the other channels are told.
/// </summary>
public static class ChannelIncidents
{
    /// <summary>The channels that need a person, a sentence each.</summary>
    public static IEnumerable<string> Failing(AccountState state, IReadOnlyList<NotificationChannel> channels) =>
        state.Channels.Values.Where(channel => IsFailing(channel, state, channels)).Select(Sentence);

    /// <summary>The channels that failed once or twice, which may pass, a sentence each.</summary>
    public static IEnumerable<string> Retried(AccountState state, IReadOnlyList<NotificationChannel> channels) =>
        state.Channels.Values.Where(
            channel => channel.Failures > 0 && IsConfigured(channel, channels) && !IsFailing(channel, state, channels))
            .Select(channel => $"channel {channel.Channel} did not take a message, tried again from "
                + $"{channel.NotBefore.ToDateTimeOffset():u}: {channel.Problem}");

    internal static async Task SetAsync(IncidentTracker book, AccountState state, IReadOnlyList<NotificationChannel> channels, Instant now,
        CancellationToken cancellationToken)
    {
        foreach (var channel in state.Channels.Values.ToList())
        {
            var configured = IsConfigured(channel, channels);
            var failing = IsFailing(channel, state, channels);
            var over = channel.Lost > 0 ? $"{channel.Lost} of its messages are lost" : null;
            await book.SetChannelAsync(channel.Channel, failing ? Sentence(channel) : null, over, now, cancellationToken);
            if (!failing && (!configured || channel.Failures == 0))
                await state.RemoveChannelAsync(channel.Channel, cancellationToken);
        }
    }

    private static bool IsFailing(ChannelState channel, AccountState state, IReadOnlyList<NotificationChannel> channels) =>
        IsConfigured(channel, channels) && channel.NeedsPeople(state.Incidents.Any(i => i.Channel == channel.Channel));

    private static bool IsConfigured(ChannelState channel, IReadOnlyList<NotificationChannel> channels) =>
        channels.Any(c => c.Key == channel.Channel);

    private static string Sentence(ChannelState channel) => $"channel {channel.Channel} gets no messages: {channel.Problem}";
}
