using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

internal static class ChannelSubscriptions
{
    private static readonly Duration LongestQuiet = Duration.FromDays(3);

    /// <summary>
    /// Returns whether to send an event to a channel. Every channel for a rule gets the freezes of that rule and of the account. A channel
    /// gets its own recovery and lost messages, but not its failure.
    /// </summary>
    public static bool Wants(this NotificationChannel channel, MessageEvent happened) =>
        (happened.Over || happened.Channel != channel.Key)
        && (channel.SubscribesTo(happened) || channel.Also?.Any(also => also.SubscribesTo(happened)) == true);

    /// <summary>
    /// Returns the channels with an address. A channel by tag becomes one channel for each owner of the events and one for the fallback,
    /// and channels with the same address become one.
    /// </summary>
    public static IReadOnlyList<NotificationChannel> WithAddress(
        this IReadOnlyList<NotificationChannel> channels, IEnumerable<MessageEvent> events)
    {
        if (channels.Count < 2 && channels is not [{ ByTag: not null }])
            return channels;
        var told = channels.Any(c => c.ByTag is not null) ? events.ToList() : [];
        return
        [
            .. channels.SelectMany(channel => channel.HasAddress ? [channel] : OfOwners(channel, told)).GroupBy(c => c.Key)
                .Select(same => same.First() with
                {
                    Also = [.. same.Skip(1)],
                    Quiet = same.FirstOrDefault(channel => channel.Quiet is not null)?.Quiet,
                }),
        ];
    }

    /// <summary>
    /// Returns the time until which a channel gets no information; null if it gets everything now. The time is at most three days away, so
    /// that quiet hours without an end lose nothing.
    /// </summary>
    public static Instant? QuietUntil(this NotificationChannel channel, Instant now) =>
        channel.Quiet?.At(now) is { IsUp: true } quiet ? Instant.Min(quiet.Until ?? Instant.MaxValue, now + LongestQuiet) : null;

    private static IEnumerable<NotificationChannel> OfOwners(NotificationChannel channel, List<MessageEvent> events) => events
        .Select(e => e.OwnerFor(channel)).Append(null).Distinct().Select(channel.ForOwner).OfType<NotificationChannel>();

    private static string? OwnerFor(this MessageEvent happened, NotificationChannel channel) =>
        channel.ByTag is { } owners ? happened.Owners?.GetValueOrDefault(owners.Tag) : null;

    private static bool SubscribesTo(this NotificationChannel channel, MessageEvent happened) =>
        (channel.On.Contains(happened.Kind) || happened.Kind == EventKind.Freeze)
        && (channel.Rules is not { } rules || (happened.Rule ?? happened.ClusterRule) is not { } rule || rules.Matches(rule))
        && (channel.ByTag is null || channel.ForOwner(happened.OwnerFor(channel))?.UrlSecret == channel.UrlSecret);
}
