using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.Notifications.Channels;

/// <summary>A message for machines: CloudEvents 1.0 as structured JSON. Nothing is cut off; many events come in several parts.</summary>
internal static class CloudEventFormat
{
    // Receivers need not take more than 64 KB.
    private const int EventsInPart = 25;

    public static IReadOnlyList<Payload> Compose(Outgoing outgoing)
    {
        if (outgoing.Message.Announcement is { } announcement)
            return [Part(outgoing, outgoing.Message.Id, announcement.Type, Data(announcement))];
        var parts = outgoing.Events.Chunk(EventsInPart).ToList();
        return [.. parts.Select((events, i) => Part(outgoing, $"{outgoing.Message.Id}-{i + 1}", "events", Data(outgoing, events, i + 1, parts.Count)))];
    }

    private static Payload Part(Outgoing outgoing, string id, string type, JsonObject data)
    {
        data.Insert(0, "account", outgoing.Account);
        if (outgoing.IsTest)
            data.Insert(1, "test", true);
        var envelope = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = $"urn:hopsworks-functions:{outgoing.Account}",
            ["type"] = $"hopsworks-functions.{type}",
            ["time"] = Text(outgoing.Message.At),
            ["datacontenttype"] = "application/json",
            ["data"] = data,
        };
        return new(id, "application/cloudevents+json; charset=utf-8", envelope.ToUtf8());
    }

    private static JsonObject Data(Announcement announcement) => new()
    {
        ["title"] = announcement.Title,
        ["lines"] = new JsonArray([.. announcement.Lines.Select(line => JsonValue.Create(line))]),
        ["details"] = announcement.Data is { ValueKind: JsonValueKind.Object } details ? JsonObject.Create(details) : null,
    };

    private static JsonObject Data(Outgoing outgoing, OutgoingEvent[] events, int part, int parts)
    {
        var data = new JsonObject { ["part"] = part, ["parts"] = parts, ["events"] = new JsonArray([.. events.Select(Event)]) };
        if (outgoing.Message.Left > 0)
            data["left"] = outgoing.Message.Left;
        return data;
    }

    private static JsonObject Event(OutgoingEvent outgoing)
    {
        var happened = outgoing.Event;
        var node = new JsonObject
        {
            ["id"] = happened.Id,
            ["event"] = CamelCase.Of(happened.Kind),
            ["over"] = happened.Over,
            ["dryRun"] = happened.DryRun,
            ["at"] = Text(happened.At),
            ["message"] = PlainText.Of(happened.Text),
        };
        if (happened.ClusterId is { } cluster)
            node["cluster"] = new JsonObject { ["id"] = cluster, ["name"] = PlainText.Of(happened.ClusterName) };
        if (happened.Rule is { } rule)
            node["rule"] = PlainText.Of(rule);
        if (happened.Channel is { } channel)
            node["channel"] = channel;
        if (happened.Since is { } since)
            node["since"] = Text(since);
        if (happened.StopAt is { } stop)
            node["stopAt"] = Text(stop);
        if (outgoing.Link is { } link)
            node["keepRunning"] = link.AbsoluteUri;
        return node;
    }

    private static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
