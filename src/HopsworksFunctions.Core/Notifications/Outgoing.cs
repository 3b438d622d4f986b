using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>A message on its way to one channel, with the events that the channel subscribes to.</summary>
/// <param name="IsTest">Whether <c>notify test</c> made it up.</param>
internal sealed record Outgoing(string Account, Message Message, IReadOnlyList<OutgoingEvent> Events, bool IsTest = false)
{
    /// <summary>
    /// The place of the only event among the message's, from 1, for a channel that gets each on its own; null for all in one.
    /// </summary>
    public int? Number { get; init; }
}

/// <param name="Link">
/// A warning's link to keep the cluster running, or a stop's link to start it again. Null for other events, in a dry run, or if links
/// are not available.
/// </param>
internal sealed record OutgoingEvent(MessageEvent Event, Uri? Link)
{
    /// <summary>What the link does, as the text of a button.</summary>
    public string LinkText => Event.Kind == EventKind.Stop ? "Start again" : "Keep running";
}

/// <summary>The body of one request.</summary>
/// <param name="Id">The same for every attempt.</param>
internal sealed record Payload(string Id, string ContentType, byte[] Body);
