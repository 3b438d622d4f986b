using System.CommandLine;
using System.Text.Json;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The common part of the commands against a deployed app: they print its answer as JSON or for people.</summary>
internal static class DeployedCommand
{
    /// <summary>Sets the action of a command, and adds its <c>--json</c> option.</summary>
    /// <param name="ask">Gets the answer.</param>
    /// <param name="show">Writes it for people.</param>
    public static void SetAction<T>(
        this Command command, Func<DeployedApp> connect,
        Func<DeployedApp, ParseResult, CancellationToken, Task<JsonElement>> ask, Action<T, TextWriter> show)
    {
        var json = new Option<bool>("--json") { Description = "Print the app's answer as JSON." };
        command.Options.Add(json);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var app = connect();
            var answer = await ask(app, arguments, cancellationToken);
            var output = arguments.InvocationConfiguration.Output;
            if (arguments.GetValue(json))
                await output.WriteLineAsync(JsonLine.Visible(answer.GetRawText()));
            else
                show(answer.Deserialize<T>(HttpJson.Options)!, output);
            return 0;
        });
    }

    /// <summary>The query of the values that are set, with its question mark.</summary>
    public static string Query(params IEnumerable<(string Name, object? Value)> members) => string.Concat(members
        .Where(m => m.Value is not null)
        .Select((m, i) => $"{(i == 0 ? '?' : '&')}{m.Name}={Uri.EscapeDataString($"{m.Value}")}"));
}
