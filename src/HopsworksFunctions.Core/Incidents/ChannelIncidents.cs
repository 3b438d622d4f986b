using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>
/// Opens an incident for each channel that failed to get messages in earlier runs; the other channels report it.
/// </summary>
public static class ChannelIncidents
{
    /// <summary>Returns one sentence for each channel that needs a person.</summary>
    public static IEnumerable<string> Failing(AccountState state, IReadOnlyList<NotificationChannel> channels) =>
        state.Channels.Values.Where(channel => IsFailing(channel, state, channels)).Select(Sentence);

    /// <summary>Returns one sentence for each channel that failed only once or twice, which may pass.</summary>
    public static IEnumerable<string> Retried(AccountState state, IReadOnlyList<NotificationChannel> channels) =>
        state.Channels.Values.Where(
            channel => channel.Failures > 0 && IsConfigured(channel, channels) && !IsFailing(channel, state, channels))
            .Select(channel => $"Channel {channel.Channel} rejected a message; next attempt "
                + $"{channel.NotBefore.ToDateTimeOffset():u}: {channel.Problem}");

    internal static async Task SetAsync(IncidentTracker book, AccountState state, IReadOnlyList<NotificationChannel> channels, Instant now,
        CancellationToken cancellationToken)
    {
        foreach (var channel in state.Channels.Values.ToList())
        {
            var configured = IsConfigured(channel, channels);
            var failing = IsFailing(channel, state, channels);
            var over = Resolved(channel, configured);
            await book.SetChannelAsync(channel.Channel, failing ? Sentence(channel) : null, over, now, cancellationToken);
            if (!failing && (!configured || channel.Failures == 0))
                await state.RemoveChannelAsync(channel.Channel, cancellationToken);
        }
    }

    private static bool IsFailing(ChannelState channel, AccountState state, IReadOnlyList<NotificationChannel> channels) =>
        IsConfigured(channel, channels) && channel.NeedsPeople(state.Incidents.Any(i => i.Channel == channel.Channel));

    private static bool IsConfigured(ChannelState channel, IReadOnlyList<NotificationChannel> channels) =>
        channels.Any(c => c.Covers(channel.Channel));

    private static string Sentence(ChannelState channel) =>
        SentenceText.End($"Channel {channel.Channel} is not receiving messages: {channel.Problem}");

    private static string Resolved(ChannelState channel, bool isConfigured)
    {
        var lost = channel.Lost == 0 ? "" : $"; {CountText.Of(channel.Lost, "message was", "messages were")} lost";
        return $"Channel {channel.Channel} {(isConfigured ? "works" : "was removed from the policies")}{lost}.";
    }
}
