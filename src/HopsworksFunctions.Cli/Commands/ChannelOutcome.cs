using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The result of a test message.</summary>
/// <param name="Number">The channel's place in <c>notify</c>, from 1.</param>
/// <param name="Problem">Null if the message arrived.</param>
internal sealed record ChannelOutcome(int Number, NotificationChannel Channel, string? Problem)
{
    public static void WriteTable(TextWriter output, IEnumerable<ChannelOutcome> outcomes)
    {
        var table = new TextTable(["No.", "Channel", "Address in", "Test message"], "Events");
        foreach (var outcome in outcomes)
        {
            table.Add(
                [
                    $"{outcome.Number}",
                    CamelCase.Of(outcome.Channel.Type),
                    outcome.Channel.UrlSecret,
                    outcome.Problem is { } problem ? new(problem, "red") : new("sent", "green"),
                ],
                string.Join(", ", outcome.Events));
        }
        table.Write(output);
    }

    public void WriteJson(TextWriter output) => JsonLine.Write(
        output, new { Channel = Number, Channel.Type, Channel.UrlSecret, Events, Sent = Problem is null, Problem });

    private IEnumerable<string> Events => Channel.On.Order().Select(CamelCase.Of);
}
