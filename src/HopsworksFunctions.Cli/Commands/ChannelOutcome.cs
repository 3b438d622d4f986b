using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Notify;

/// <summary>What became of a test message.</summary>
/// <param name="Number">The channel's place in <c>notify</c>, from 1.</param>
/// <param name="Problem">Null when it arrived.</param>
internal sealed record ChannelOutcome(int Number, NotificationChannel Channel, string? Problem)
{
    public static void WriteTable(IAnsiConsole console, IEnumerable<ChannelOutcome> outcomes)
    {
        if (Console.IsOutputRedirected)
            console.Profile.Width = 160;
        var table = new Table().Border(TableBorder.Simple).AddColumns("No.", "Channel", "Address in", "Events", "Test message");
        foreach (var outcome in outcomes)
        {
            table.AddRow(
                $"{outcome.Number}",
                CamelCase.Of(outcome.Channel.Type),
                Markup.Escape(outcome.Channel.UrlSecret),
                string.Join(", ", outcome.Events),
                outcome.Problem is { } problem ? $"[red]{Markup.Escape(problem)}[/]" : "[green]sent[/]");
        }
        console.Write(table);
    }

    public void WriteJson(TextWriter output) => JsonLine.Write(output, json =>
    {
        json.WriteNumber("channel", Number);
        json.WriteString("type", CamelCase.Of(Channel.Type));
        json.WriteString("urlSecret", Channel.UrlSecret);
        json.WriteStartArray("events");
        foreach (var name in Events)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteBoolean("sent", Problem is null);
        json.WriteString("problem", Problem);
    });

    private IEnumerable<string> Events => Channel.On.Order().Select(CamelCase.Of);
}
