using System.CommandLine;
using System.Text.Json;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Output;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>hold</c> and <c>release</c>: a person's word that a cluster stays up, down or as it is for a while.</summary>
internal static class HoldCommands
{
    public static Command Hold(Func<DeployedApp> connect)
    {
        var (json, cluster, note) = (DeployedCommand.Json(), DeployedCommand.Cluster(), new Note());
        var until = new Option<string>("--until")
        {
            Description = "A duration such as 2h, an instant such as 2026-06-01T20:00:00Z, nextStart or nextStop.",
            HelpName = "END",
            Required = true,
        };
        until.CompletionSources.Add("1h", "2h", "4h", "8h", "1d", "nextStart", "nextStop");
        var state = new Option<string>("--state")
        {
            Description = "How it stays: up, down or asIs (up).", HelpName = "STATE", DefaultValueFactory = _ => "up",
        };
        state.AcceptOnlyFromAmong("up", "down", "asIs");
        var command = new Command("hold", "Keep a cluster up, down or as it is for a while, whatever its schedule says.")
        {
            cluster, until, state, json,
        };
        note.AddTo(command);
        command.SetAction(connect, json, (app, arguments, cancellationToken) =>
        {
            var (by, reason) = (note.By(arguments), note.Reason(arguments));
            var body = new { State = arguments.GetValue(state), Until = arguments.GetValue(until), By = by, Reason = reason };
            return app.SendAsync(HttpMethod.Put, note.Path(arguments, cluster, "hold"), body, cancellationToken);
        }, Show);
        return command;
    }

    public static Command Release(Func<DeployedApp> connect)
    {
        var (json, cluster, note) = (DeployedCommand.Json(), DeployedCommand.Cluster(), new Note());
        var command = new Command("release", "Take a cluster's hold away.") { cluster, json };
        note.AddTo(command);
        command.SetAction(connect, json, (app, arguments, cancellationToken) =>
            app.SendAsync(HttpMethod.Delete, note.Path(arguments, cluster, "hold"), note.Body(arguments), cancellationToken), Show);
        return command;
    }

    private static void Show(JsonElement answer, TextWriter output)
    {
        var held = answer.Deserialize<HeldAnswer>(Answers.Options)!;
        var (would, already) = (held is { DryRun: true, Changed: true } ? "would be" : "is", held.Changed ? "" : " already");
        output.WriteLine(held.Hold is { } hold
            ? $"{held.Name} {would}{already} held {How(hold.State)} until {TextTable.Time(hold.Until)}Z by {hold.By}."
            : $"{held.Name} {would}{already} without a hold.");
        if (held.Pending is { } pending)
            output.WriteLine($"The {CamelCase.Of(pending.Action)} of {TextTable.Time(pending.SentAt)}Z is under way and goes on.");
    }

    private static string How(HoldState state) => state == HoldState.AsIs ? "as it is" : CamelCase.Of(state);

    private sealed record HeldAnswer(string Name, HoldJson? Hold, bool Changed, bool DryRun, PendingJson? Pending);
}
