using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>Writes messages in the format of one kind of channel.</summary>
internal interface IChannelFormat
{
    ChannelType Type { get; }

    /// <summary>The request bodies for a message, in sending order.</summary>
    IReadOnlyList<Payload> Compose(Outgoing outgoing);
}
