using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications;

internal static class ChannelSubscriptions
{
    /// <summary>A channel need not hear that it cannot be reached; that it can be again, and what was lost, it should.</summary>
    public static bool Wants(this NotificationChannel channel, MessageEvent happened) =>
        channel.On.Contains(happened.Kind) && (happened.Over || happened.Channel != channel.Key);
}
