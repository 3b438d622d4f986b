using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>A message on its way to one channel, with the events that the channel subscribes to.</summary>
/// <param name="IsTest">Whether <c>notify test</c> created the message.</param>
internal sealed record Outgoing(string Account, Message Message, IReadOnlyList<OutgoingEvent> Events, bool IsTest = false)
{
    /// <summary>
    /// The position of the only event among the message's events, from 1, for a channel that gets each event separately; null for all
    /// events in one request.
    /// </summary>
    public int? Number { get; init; }
}

/// <param name="Link">
/// A warning's link to keep the cluster running, or a stop's link to start it again. Null for other events, in a dry run, or if links
/// are not available.
/// </param>
internal sealed record OutgoingEvent(MessageEvent Event, Uri? Link)
{
    /// <summary>The action of the link, as the text of a button.</summary>
    public string LinkText => Event.Kind == EventKind.Stop ? "Start again" : "Keep running";
}

/// <summary>The body of one request.</summary>
/// <param name="Id">The ID, which is the same for every attempt.</param>
internal sealed record Payload(string Id, string ContentType, byte[] Body);
