using System.CommandLine;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>hold</c> and <c>release</c>: a person keeps a cluster running, stopped or as it is for a while.</summary>
internal static class HoldCommands
{
    public static Command Hold(Func<DeployedApp> connect)
    {
        var request = new ClusterRequestOptions();
        var until = new Option<string>("--until")
        {
            Description = "A duration such as 2h, an instant such as 2026-06-01T20:00:00Z, nextStart or nextStop; "
                + "with --state down also released, for no end.",
            HelpName = "END",
            Required = true,
        };
        until.CompletionSources.Add("1h", "2h", "4h", "8h", "1d", "nextStart", "nextStop", "released");
        var state = new Option<string>("--state")
        {
            Description = "How it stays: up, down or asIs (up).", HelpName = "STATE", DefaultValueFactory = _ => "up",
        };
        state.AcceptOnlyFromAmong("up", "down", "asIs");
        var command = new Command("hold", "Keep a cluster up, down or as it is for a while, whatever its schedule says.")
        {
            request.Cluster, until, state,
        };
        command.SetAction<HeldAnswer>(connect, (app, arguments, cancellationToken) =>
        {
            var (by, reason) = (request.By(arguments), request.Reason(arguments));
            var body = new { State = arguments.GetValue(state), Until = arguments.GetValue(until), By = by, Reason = reason };
            return app.SendAsync(HttpMethod.Put, request.Path(arguments, "hold"), body, cancellationToken);
        }, Show);
        request.AddTo(command);
        return command;
    }

    public static Command Release(Func<DeployedApp> connect)
    {
        var request = new ClusterRequestOptions();
        var command = new Command("release", "Take a cluster's hold away.") { request.Cluster };
        command.SetAction<HeldAnswer>(connect, (app, arguments, cancellationToken) =>
            app.SendAsync(HttpMethod.Delete, request.Path(arguments, "hold"), request.Body(arguments), cancellationToken), Show);
        request.AddTo(command);
        return command;
    }

    private static void Show(HeldAnswer held, TextWriter output)
    {
        var (would, already) = (held is { DryRun: true, Changed: true } ? "would be" : "is", held.Changed ? "" : " already");
        var until = held.Hold?.Until is { } end ? $"{TextTable.Time(end)}Z" : "released,";
        output.WriteLine(held.Hold is { } hold
            ? $"{held.Name} {would}{already} held {How(hold.State)} until {until} by {hold.By}."
            : $"{held.Name} {would}{already} without a hold.");
        if (held.Pending is { } pending)
            output.WriteLine($"The {CamelCase.Of(pending.Action)} of {TextTable.Time(pending.SentAt)}Z is under way and goes on.");
    }

    private static string How(HoldState state) => state == HoldState.AsIs ? "as it is" : CamelCase.Of(state);

    private sealed record HeldAnswer(string Name, HoldJson? Hold, bool Changed, bool DryRun, PendingJson? Pending);
}
