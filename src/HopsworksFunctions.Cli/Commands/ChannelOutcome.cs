using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The result of a test message.</summary>
/// <param name="Number">The channel's place in <c>notify</c>, from 1.</param>
/// <param name="Problem">Null when it arrived.</param>
internal sealed record ChannelOutcome(int Number, NotificationChannel Channel, string? Problem)
{
    public static void WriteTable(TextWriter output, IEnumerable<ChannelOutcome> outcomes)
    {
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
        Terminal.On(output, widthElsewhere: 160).Write(table);
    }

    public void WriteJson(TextWriter output) => JsonLine.Write(
        output, new { Channel = Number, Channel.Type, Channel.UrlSecret, Events, Sent = Problem is null, Problem });

    private IEnumerable<string> Events => Channel.On.Order().Select(CamelCase.Of);
}
