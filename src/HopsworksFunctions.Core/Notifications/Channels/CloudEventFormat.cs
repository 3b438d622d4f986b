using System.Text.Json;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.Notifications.Channels;

/// <summary>A message for machines: CloudEvents 1.0 as structured JSON. Nothing is cut off; many events are split into parts.</summary>
internal sealed class CloudEventFormat : IChannelFormat
{
    // Receivers need not accept more than 64 KB.
    private const int EventsInPart = 25;

    private static readonly JsonElement Null = JsonSerializer.SerializeToElement<object?>(null);

    public ChannelType Type => ChannelType.Generic;

    public IReadOnlyList<Payload> Compose(Outgoing outgoing)
    {
        var (account, message, test) = (outgoing.Account, outgoing.Message, outgoing.IsTest ? true : (bool?)null);
        if (message.Announcement is { } announcement)
        {
            var details = announcement.Data is { ValueKind: JsonValueKind.Object } data ? data : Null;
            var told = new { account, test, title = announcement.Title, lines = announcement.Lines, details };
            return [Part(outgoing, message.Id, announcement.Type, told)];
        }
        var parts = outgoing.Events.Chunk(EventsInPart).ToList();
        var left = message.Left > 0 ? message.Left : (int?)null;
        return [.. parts.Select((events, i) => Part(
            outgoing, $"{message.Id}-{i + 1}", "events",
            new { account, test, part = i + 1, parts = parts.Count, events = events.Select(Event), left }))];
    }

    private static Payload Part(Outgoing outgoing, string id, string type, object data)
    {
        var envelope = new
        {
            specversion = "1.0",
            id,
            source = $"urn:hopsworks-functions:{outgoing.Account}",
            type = $"hopsworks-functions.{type}",
            time = Text(outgoing.Message.At),
            datacontenttype = "application/json",
            data,
        };
        return new(id, "application/cloudevents+json; charset=utf-8", ChannelJson.ToUtf8(envelope));
    }

    private static object Event(OutgoingEvent outgoing)
    {
        var happened = outgoing.Event;
        return new
        {
            id = happened.Id,
            @event = CamelCase.Of(happened.Kind),
            severity = CamelCase.Of(happened.Kind.Severity),
            over = happened.Over,
            dryRun = happened.DryRun,
            at = Text(happened.At),
            message = TextSanitizer.ToLine(happened.Text),
            cluster = happened.ClusterId is { } id ? new { id, name = TextSanitizer.ToLine(happened.ClusterName) } : null,
            rule = (happened.Rule ?? happened.ClusterRule) is { } rule ? TextSanitizer.ToLine(rule) : null,
            channel = happened.Channel,
            since = Text(happened.Since),
            stopAt = Text(happened.StopAt),
            keepRunning = happened.Kind == EventKind.Stop ? null : outgoing.Link?.AbsoluteUri,
            startAgain = happened.Kind == EventKind.Stop ? outgoing.Link?.AbsoluteUri : null,
        };
    }

    private static string? Text(Instant? instant) => instant is { } known ? InstantPattern.ExtendedIso.Format(known) : null;
}
