using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications;

internal static class ChannelSubscriptions
{
    /// <summary>
    /// Whether to send an event to a channel. Every channel hears of a freeze. A channel hears of its own recovery and lost messages, but
    /// not of its failure.
    /// </summary>
    public static bool Wants(this NotificationChannel channel, MessageEvent happened) =>
        (channel.On.Contains(happened.Kind) || happened.Kind == EventKind.Freeze) && (happened.Over || happened.Channel != channel.Key);
}
