using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Runs;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>start</c> and <c>stop</c>: the app starts or stops a cluster if it can be started or stopped.</summary>
internal static class PowerCommands
{
    public static Command Start(Func<AppChoice, DeployedApp> connect) => Create(connect, "start", "Start a cluster now.");

    public static Command Stop(Func<AppChoice, DeployedApp> connect) =>
        Create(connect, "stop", "Stop a cluster now. Fails with a reason if it cannot be stopped.");

    private static Command Create(Func<AppChoice, DeployedApp> connect, string verb, string description)
    {
        var request = new ClusterRequestOptions();
        var command = new Command(verb, description) { request.Cluster };
        command.SetAction<ActionAnswer>(
            connect, (app, arguments, cancellationToken) => SendAsync(app, request, verb, arguments, cancellationToken),
            Show, request.DetailedExitCode);
        request.AddTo(command);
        return command;
    }

    /// <summary>
    /// Returns the app's answer, and whether it changed anything. A cluster that is already running or stopped is not an error.
    /// </summary>
    private static async Task<JsonElement> SendAsync(
        DeployedApp app, ClusterRequestOptions request, string verb, ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            var sent = await app.SendAsync(HttpMethod.Post, request.Path(arguments, verb), request.Body(arguments), cancellationToken);
            var answer = JsonObject.Create(sent)!;
            answer["changed"] = true;
            return JsonSerializer.SerializeToElement(answer, HttpJson.Options);
        }
        catch (RefusalException refusal) when (refusal.Type == RefusalException.AlreadyThere)
        {
            var cluster = arguments.GetRequiredValue(request.Cluster);
            return JsonSerializer.SerializeToElement(
                new { Cluster = cluster, Action = verb, Done = ActionOutcome.Nothing, refusal.Message, Changed = false }, HttpJson.Options);
        }
    }

    private static void Show(ActionAnswer action, TextWriter output)
    {
        var error = action.Error is null ? "" : $". {action.Error}";
        var dryRun = action.Done == ActionOutcome.DryRun ? ". Dry run: nothing is sent" : "";
        Prose.Write(output, action.Changed ? $"{action.Name}: {action.Message}{error}{dryRun}" : action.Message);
    }

    private sealed record ActionAnswer(string? Name, string Message, string? Error, ActionOutcome Done, bool Changed);
}
