using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>The message format of one kind of channel.</summary>
internal interface IChannelFormat
{
    ChannelType Type { get; }

    /// <summary>Composes the request bodies for a message, in sending order.</summary>
    IReadOnlyList<Payload> Compose(Outgoing outgoing);
}
