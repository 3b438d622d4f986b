using HopsworksFunctions.Core.Notifications.Channels;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>A message on its way to one channel, with what that channel wants to hear.</summary>
/// <param name="IsTest">Made up by <c>notify test</c>.</param>
internal sealed record Outgoing(string Account, Message Message, IReadOnlyList<OutgoingEvent> Events, bool IsTest = false);

/// <param name="Link">Where to keep the cluster running; null when it need not be kept, or there are no links.</param>
internal sealed record OutgoingEvent(MessageEvent Event, Uri? Link);

/// <summary>The body of one request.</summary>
/// <param name="Id">The same at every try.</param>
internal sealed record Payload(string Id, string ContentType, byte[] Body)
{
    /// <summary>What a channel is sent for a message, in order.</summary>
    public static IReadOnlyList<Payload> For(ChannelType type, Outgoing outgoing) => type switch
    {
        ChannelType.Slack => [SlackFormat.Compose(outgoing)],
        ChannelType.Teams => [TeamsFormat.Compose(outgoing)],
        ChannelType.Generic => CloudEventFormat.Compose(outgoing),
    };
}
