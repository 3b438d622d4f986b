using System.CommandLine;
using System.Text.Json;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The common part of commands for a deployed app, which print its answer as JSON or for people.</summary>
internal static class DeployedCommand
{
    /// <summary>Sets the action of a command, and adds <c>--json</c> and the options that name the app.</summary>
    /// <param name="ask">Requests the answer.</param>
    /// <param name="show">Writes the answer for people.</param>
    /// <param name="detailed">
    /// The option for a separate exit code if the answer's <c>changed</c> is false; null if there is no such option.
    /// </param>
    public static void SetAction<T>(
        this Command command, Func<AppChoice, DeployedApp> connect,
        Func<DeployedApp, ParseResult, CancellationToken, Task<JsonElement>> ask, Action<T, TextWriter> show,
        Option<bool>? detailed = null) =>
        command.SetAction<T>(connect, ask, (answer, _, output) => show(answer, output), detailed);

    /// <summary>Does the same for output that depends on the arguments.</summary>
    public static void SetAction<T>(
        this Command command, Func<AppChoice, DeployedApp> connect,
        Func<DeployedApp, ParseResult, CancellationToken, Task<JsonElement>> ask, Action<T, ParseResult, TextWriter> show,
        Option<bool>? detailed = null)
    {
        var appOptions = new AppOptions();
        appOptions.AddTo(command);
        var json = new Option<bool>("--json") { Description = "Print the app's answer as JSON." };
        command.Options.Add(json);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var app = connect(appOptions.Of(arguments));
            var answer = await ask(app, arguments, cancellationToken);
            var output = arguments.InvocationConfiguration.Output;
            if (arguments.GetValue(json))
                await output.WriteLineAsync(JsonLine.Visible(answer.GetRawText()));
            else
                show(answer.Deserialize<T>(HttpJson.Options)!, arguments, output);
            var isDetailed = detailed is not null && arguments.GetValue(detailed);
            return isDetailed && !answer.GetProperty("changed").GetBoolean() ? ExitCodes.NothingToDo : ExitCodes.Done;
        });
    }

    /// <summary>Returns the query of the values that are set, with its question mark.</summary>
    public static string Query(params IEnumerable<(string Name, object? Value)> members) => string.Concat(members
        .Where(m => m.Value is not null)
        .Select((m, i) => $"{(i == 0 ? '?' : '&')}{m.Name}={Uri.EscapeDataString($"{m.Value}")}"));
}
