using System.CommandLine;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>hold</c> and <c>release</c>: a person keeps a cluster running, stopped or as is until a time, or ends that early.</summary>
internal static class HoldCommands
{
    public static Command Hold(Func<AppChoice, DeployedApp> connect)
    {
        var request = new ClusterRequestOptions();
        var until = new Option<string>("--until")
        {
            Description = "End of the hold: 2h, 2026-06-01T20:00:00Z, nextStart or nextStop; with --state down also released, for no end.",
            HelpName = "END",
            Required = true,
            CustomParser = argument => ValueOptions.Read(
                argument, text => HoldEnd.Parse(text) is null ? null : text, $"--until must be {HoldWords.Ends}"),
        };
        until.CompletionSources.Add("1h", "2h", "4h", "8h", "1d", "nextStart", "nextStop", "released");
        var state = ValueOptions.Choice(
            "--state", "Keep it running (up), stopped (down) or as is (asIs). Default: up.", "STATE", [.. HoldWords.States.Keys]);
        var command = new Command("hold", "Set a hold: keep a cluster running, stopped or as is until a time.")
        {
            request.Cluster, until, state,
        };
        command.SetAction<HeldAnswer>(
            connect,
            (app, arguments, cancellationToken) =>
            {
                var body = new
                {
                    State = arguments.GetValue(state) ?? "up",
                    Until = arguments.GetValue(until),
                    By = request.By(arguments),
                    Reason = request.Reason(arguments),
                };
                return app.SendAsync(HttpMethod.Put, request.Path(arguments, "hold"), body, cancellationToken);
            },
            Show, request.DetailedExitCode);
        request.AddTo(command);
        return command;
    }

    public static Command Release(Func<AppChoice, DeployedApp> connect)
    {
        var request = new ClusterRequestOptions();
        var command = new Command("release", "Release a hold.") { request.Cluster };
        command.SetAction<HeldAnswer>(
            connect,
            (app, arguments, cancellationToken) =>
                app.SendAsync(HttpMethod.Delete, request.Path(arguments, "hold"), request.Body(arguments), cancellationToken),
            Show, request.DetailedExitCode);
        request.AddTo(command);
        return command;
    }

    private static void Show(HeldAnswer held, TextWriter output)
    {
        if (held.Hold is { } hold)
        {
            var comma = hold.Until is null ? "," : "";
            Prose.Write(output, $"{held.Name} {Is(held)} kept {HoldText.Word(hold.State)} until {EndOf(hold)}{comma} by {hold.By}.");
        }
        else if (held is { Changed: true, Replaced: { } released })
        {
            Prose.Write(output, $"{(held.DryRun ? "Would release" : "Released")} the hold on {held.Name} that {released.By} set until "
                + $"{EndOf(released)}.");
        }
        else
        {
            Prose.Write(output, $"{held.Name} {Has(held)} no hold.");
        }
        if (held is { Hold: not null, Changed: true, Replaced: { } before })
        {
            Prose.Write(
                output, $"The new hold {(held.DryRun ? "would replace" : "replaces")} the one {before.By} set until {EndOf(before)}.");
        }
        if (held is { Changed: true, Pending: null, Hold.State: HoldState.Down })
            Prose.Write(output, $"A running cluster {(held.DryRun ? "would stop" : "stops")} at the next run, without a warning.");
        if (held.Pending is { } pending)
        {
            Prose.Write(output, $"The {CamelCase.Of(pending.Action)} sent {TextTable.Time(pending.SentAt)} UTC is in progress; "
                + "a hold cannot cancel it.");
        }
    }

    private static string Is(HeldAnswer held) => held switch
    {
        { Changed: false } => "is already",
        { DryRun: true } => "would be",
        _ => "is",
    };

    private static string Has(HeldAnswer held) => held switch
    {
        { Changed: false } => "already has",
        { DryRun: true } => "would have",
        _ => "has",
    };

    private static string EndOf(HoldJson hold) => hold.Until is { } until ? $"{TextTable.Time(until)} UTC" : "released";

    private sealed record HeldAnswer(string Name, HoldJson? Hold, bool Changed, bool DryRun, PendingJson? Pending, HoldJson? Replaced);
}
