using System.CommandLine;
using System.Text.Json;
using HopsworksFunctions.Cli.Deployed;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>start</c> and <c>stop</c>, through the app's own checks.</summary>
internal static class PowerCommands
{
    public static Command Start(Func<DeployedApp> connect) => Create(connect, "start", "Start a cluster now.");

    public static Command Stop(Func<DeployedApp> connect) =>
        Create(connect, "stop", "Stop a cluster now, unless something forbids it: then say what.");

    private static Command Create(Func<DeployedApp> connect, string verb, string description)
    {
        var (json, cluster, note) = (DeployedCommand.Json(), DeployedCommand.Cluster(), new Note());
        var command = new Command(verb, description) { cluster, json };
        note.AddTo(command);
        command.SetAction(connect, json, (app, arguments, cancellationToken) =>
            app.SendAsync(HttpMethod.Post, note.Path(arguments, cluster, verb), note.Body(arguments), cancellationToken), Show);
        return command;
    }

    private static void Show(JsonElement answer, TextWriter output)
    {
        var action = answer.Deserialize<ActionAnswer>(Answers.Options)!;
        output.WriteLine($"{action.Name}: {action.Message}{(action.Error is { } error ? $". {error}" : "")}");
    }

    private sealed record ActionAnswer(string Name, string Message, string? Error);
}
