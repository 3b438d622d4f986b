using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HopsworksFunctions.Core.State;
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

    // PagerDuty accepts 255 characters.
    private const int MaxKey = 200;

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
        if (outgoing.Number is { } number)
            return [Single(outgoing, outgoing.Events[0], $"{message.Id}-{number}")];
        var parts = outgoing.Events.Chunk(EventsInPart).ToList();
        var left = message.Left > 0 ? message.Left : (int?)null;
        return [.. parts.Select((events, i) => Part(
            outgoing, $"{message.Id}-{i + 1}", "events",
            new { account, test, part = i + 1, parts = parts.Count, events = events.Select(e => Event(account, e)), left }))];
    }

    private static Payload Single(Outgoing outgoing, OutgoingEvent happened, string id)
    {
        var data = ChannelJson.ToNode(Event(outgoing.Account, happened)).AsObject();
        data.Insert(0, "account", outgoing.Account);
        if (outgoing.IsTest)
            data.Insert(1, "test", true);
        return Part(outgoing, id, "event", data, KeyOf(outgoing.Account, happened.Event));
    }

    private static Payload Part(Outgoing outgoing, string id, string type, object data, string? subject = null)
    {
        var envelope = new
        {
            specversion = "1.0",
            id,
            source = $"urn:hopsworks-functions:{outgoing.Account}",
            type = $"hopsworks-functions.{type}",
            subject,
            time = Text(outgoing.Message.At),
            datacontenttype = "application/json",
            data,
        };
        return new(id, "application/cloudevents+json; charset=utf-8", ChannelJson.ToUtf8(envelope));
    }

    /// <summary>Returns a key by which a pager recognizes an incident. It is short enough for all pagers.</summary>
    private static string KeyOf(string account, MessageEvent happened)
    {
        var key = $"{account}:{happened.Incident}";
        var line = TextSanitizer.ToLine(key);
        if (line == key && key.Length <= MaxKey)
            return key;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];
        return $"{line[..Math.Min(line.Length, MaxKey - hash.Length - 1)]}-{hash}";
    }

    private static object Event(string account, OutgoingEvent outgoing)
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
            incident = happened.Since is null ? null : KeyOf(account, happened),
            since = Text(happened.Since),
            stopAt = Text(happened.StopAt),
            keepRunning = happened.Kind == EventKind.Stop ? null : outgoing.Link?.AbsoluteUri,
            startAgain = happened.Kind == EventKind.Stop ? outgoing.Link?.AbsoluteUri : null,
        };
    }

    private static string? Text(Instant? instant) => instant is { } known ? InstantPattern.ExtendedIso.Format(known) : null;
}
