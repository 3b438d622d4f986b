using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications;

internal static class ChannelSubscriptions
{
    /// <summary>
    /// Whether to send an event to a channel. Every channel that hears of a rule hears of its freeze, and of the account's. A channel
    /// hears of its own recovery and lost messages, but not of its failure.
    /// </summary>
    public static bool Wants(this NotificationChannel channel, MessageEvent happened) =>
        (happened.Over || happened.Channel != channel.Key)
        && (channel.SubscribesTo(happened) || channel.Also?.Any(also => also.SubscribesTo(happened)) == true);

    private static bool SubscribesTo(this NotificationChannel channel, MessageEvent happened) =>
        (channel.On.Contains(happened.Kind) || happened.Kind == EventKind.Freeze)
        && (channel.Rules is not { } rules || (happened.Rule ?? happened.ClusterRule) is not { } rule || rules.Matches(rule));
}
