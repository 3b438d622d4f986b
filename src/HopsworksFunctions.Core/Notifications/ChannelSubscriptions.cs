using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

internal static class ChannelSubscriptions
{
    private static readonly Duration LongestQuiet = Duration.FromDays(3);

    /// <summary>
    /// Whether to send an event to a channel. Every channel that hears of a rule hears of its freeze, and of the account's. A channel
    /// hears of its own recovery and lost messages, but not of its failure.
    /// </summary>
    public static bool Wants(this NotificationChannel channel, MessageEvent happened) =>
        (happened.Over || happened.Channel != channel.Key)
        && (channel.SubscribesTo(happened) || channel.Also?.Any(also => also.SubscribesTo(happened)) == true);

    /// <summary>
    /// The channels with an address: of one by tag that of each owner of the events and of the fallback, and one of those with the same
    /// address.
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
    /// Until when a channel gets no information, which is at most three days, so that quiet hours without an end lose nothing; null if it
    /// gets all now.
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
