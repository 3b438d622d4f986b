using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>A message on its way to one channel, with the events that the channel subscribes to.</summary>
/// <param name="IsTest">Whether <c>notify test</c> made it up.</param>
internal sealed record Outgoing(string Account, Message Message, IReadOnlyList<OutgoingEvent> Events, bool IsTest = false);

/// <param name="Link">The keep-running link; null if the event is no stop warning, is a dry run, or links are not available.</param>
internal sealed record OutgoingEvent(MessageEvent Event, Uri? Link);

/// <summary>The body of one request.</summary>
/// <param name="Id">The same for every attempt.</param>
internal sealed record Payload(string Id, string ContentType, byte[] Body);
