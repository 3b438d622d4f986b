using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>Writes messages as one kind of channel takes them.</summary>
internal interface IChannelFormat
{
    ChannelType Type { get; }

    /// <summary>The bodies of the requests for a message, in the order in which they are sent.</summary>
    IReadOnlyList<Payload> Compose(Outgoing outgoing);
}
