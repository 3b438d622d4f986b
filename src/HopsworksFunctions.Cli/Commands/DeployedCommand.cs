using System.CommandLine;
using System.Text.Json;
using HopsworksFunctions.Cli.Deployed;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>What the commands against a deployed app have in common: the answer as JSON, or for people.</summary>
internal static class DeployedCommand
{
    /// <summary>An option that each of them has.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the app's answer as JSON." };

    public static Argument<string> Cluster() => new("CLUSTER") { Description = "A cluster's id, or a name that only one has." };

    /// <param name="ask">Gets the answer.</param>
    /// <param name="show">Writes it for people.</param>
    public static void SetAction(
        this Command command, Func<DeployedApp> connect, Option<bool> json,
        Func<DeployedApp, ParseResult, CancellationToken, Task<JsonElement>> ask, Action<JsonElement, TextWriter> show) =>
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var app = connect();
            var answer = await ask(app, arguments, cancellationToken);
            var output = arguments.InvocationConfiguration.Output;
            if (arguments.GetValue(json))
                await output.WriteLineAsync(answer.GetRawText());
            else
                show(answer, output);
            return 0;
        });

    /// <summary>A query of what is set, with its question mark.</summary>
    public static string Query(params IEnumerable<(string Name, object? Value)> members) => string.Concat(members
        .Where(m => m.Value is not null)
        .Select((m, i) => $"{(i == 0 ? '?' : '&')}{m.Name}={Uri.EscapeDataString($"{m.Value}")}"));
}
