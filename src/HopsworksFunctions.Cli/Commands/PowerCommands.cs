using System.CommandLine;
using HopsworksFunctions.Cli.Deployed;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>start</c> and <c>stop</c>: the app checks whether the cluster can be started or stopped.</summary>
internal static class PowerCommands
{
    public static Command Start(Func<DeployedApp> connect) => Create(connect, "start", "Start a cluster now.");

    public static Command Stop(Func<DeployedApp> connect) =>
        Create(connect, "stop", "Stop a cluster now, unless something forbids it: then say what.");

    private static Command Create(Func<DeployedApp> connect, string verb, string description)
    {
        var request = new ClusterRequestOptions();
        var command = new Command(verb, description) { request.Cluster };
        command.SetAction<ActionAnswer>(connect, (app, arguments, cancellationToken) =>
            app.SendAsync(HttpMethod.Post, request.Path(arguments, verb), request.Body(arguments), cancellationToken), Show);
        request.AddTo(command);
        return command;
    }

    private static void Show(ActionAnswer action, TextWriter output) =>
        output.WriteLine($"{action.Name}: {action.Message}{(action.Error is { } error ? $". {error}" : "")}");

    private sealed record ActionAnswer(string Name, string Message, string? Error);
}
