using System.CommandLine;
using HopsworksFunctions.Cli.Deployed;
using NodaTime.Text;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>state snapshots</c> and <c>state restore</c>: the daily snapshots of an account's state.</summary>
internal static class StateCommands
{
    private const string Keep = "none";

    public static Command Create(Func<AppChoice, DeployedApp> connect) =>
        new("state", "List the daily snapshots of the stored state, and restore one after the state was lost.")
        {
            Snapshots(connect), Restore(choice => connect(choice with { AsOwner = true })),
        };

    private static Command Snapshots(Func<AppChoice, DeployedApp> connect)
    {
        var command = new Command("snapshots", "List the snapshots, newest first.");
        command.SetAction<SnapshotsAnswer>(
            connect, (app, _, cancellationToken) => app.GetAsync("state/snapshots", cancellationToken), Show);
        return command;
    }

    private static Command Restore(Func<AppChoice, DeployedApp> connect)
    {
        var request = new RequestOptions();
        var snapshot = new Option<string?>("--snapshot")
        {
            Description = "Its day (the latest from before the loss), or none to keep the state as it is.",
            HelpName = "DAY",
            CustomParser = argument => ValueOptions.Read(
                argument, text => text == Keep || LocalDatePattern.Iso.Parse(text).Success ? text : null,
                $"--snapshot must be a day such as 2026-06-01, or {Keep}"),
        };
        var command = new Command("restore", "Restore a lost state from a snapshot. Needs the owner's key.") { snapshot };
        command.SetAction<Restored>(
            connect,
            (app, arguments, cancellationToken) => app.SendAsync(
                HttpMethod.Post,
                $"state/restore{DeployedCommand.Query(
                    ("snapshot", arguments.GetValue(snapshot)), ("dryRun", request.DryRun(arguments)))}",
                request.Body(arguments), cancellationToken),
            (done, output) => Prose.Write(output, done.Message), request.DetailedExitCode);
        request.AddTo(command);
        return command;
    }

    private static void Show(SnapshotsAnswer answer, TextWriter output)
    {
        if (answer.Snapshots.Count == 0)
            Prose.Write(output, "No snapshots yet. The first run of each UTC day takes one.");
        foreach (var snapshot in answer.Snapshots)
            output.WriteLine($"{snapshot.Day}  {TextTable.Time(snapshot.SavedAt)}  {snapshot.Bytes,10} bytes");
        if (answer.Lost is { } lost)
        {
            Prose.Write(output, $"The state was found empty at {TextTable.Time(lost.Since)} UTC. Restore the snapshot of {lost.Snapshot} "
                + $"with 'hops state restore', or keep the state as it is with 'hops state restore --snapshot {Keep}'.");
        }
    }

    private sealed record SnapshotsAnswer(IReadOnlyList<Snapshot> Snapshots, Lost? Lost);

    private sealed record Snapshot(string Day, DateTimeOffset SavedAt, long Bytes);

    private sealed record Lost(string Snapshot, DateTimeOffset Since);

    private sealed record Restored(string Message);
}
