using HopsworksFunctions.Access;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Http;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Functions;

/// <summary>Daily snapshots of the state, and the restore of one.</summary>
public sealed class StateFunctions(StateRestore restore)
{
    private const string Kept = "none";

    /// <summary>Lists the stored snapshots, newest first.</summary>
    [Function("Snapshots")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "state/snapshots")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (stored, lost) = await restore.ListAsync(cancellationToken);
        return TypedResults.Json(new SnapshotsAnswer(
            [.. stored.Select(snapshot => new SnapshotJson(Text(snapshot.Day), snapshot.SavedAt, snapshot.Bytes))],
            lost is null ? null : new(Text(lost.Snapshot), lost.Since)));
    }

    /// <summary>
    /// <c>POST state/restore?snapshot=&amp;dryRun=</c>: restores a lost state from the snapshot of a day, by default the latest from before
    /// the loss; <c>none</c> keeps the state as it is. For owners.
    /// </summary>
    [Function("RestoreState")]
    public async Task<IResult> RestoreAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "state/restore")] HttpRequest request,
        FunctionContext context, CancellationToken cancellationToken)
    {
        var (keep, day, dryRun) = (request.Query["snapshot"] is [Kept], Day(request.Query), RequestQuery.DryRun(request.Query));
        var body = await RequestBody.ReadAsync(request, NoteBody.Read, NoteBody.Empty, NoteBody.Example, cancellationToken);
        var requester = RequesterReader.Of(request, context, body.By);
        var done = await (keep
            ? restore.KeepAsync(requester, dryRun, cancellationToken)
            : restore.RestoreAsync(day, requester, dryRun, cancellationToken));
        return TypedResults.Json(RestoreAnswer.Of(done.OrProblem(), dryRun));
    }

    private static LocalDate? Day(IQueryCollection query) => query["snapshot"] switch
    {
        [] or [""] or [Kept] => null,
        [{ } text] when LocalDatePattern.Iso.Parse(text) is { Success: true } day => day.Value,
        _ => throw Problems.BadQuery("snapshot", "the day of a snapshot, such as 2026-06-01, or `none`"),
    };

    internal static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);
}

/// <summary>The stored snapshots, newest first.</summary>
/// <param name="Lost">A lost state that waits to be restored; null if there is none.</param>
internal sealed record SnapshotsAnswer(IReadOnlyList<SnapshotJson> Snapshots, LostJson? Lost);

internal sealed record SnapshotJson(string Day, Instant SavedAt, long Bytes);

/// <inheritdoc cref="LostState"/>
internal sealed record LostJson(string Snapshot, Instant Since);

/// <inheritdoc cref="RestoredState"/>
/// <param name="Message">The result in a sentence.</param>
internal sealed record RestoreAnswer(
    string? Snapshot, Instant? TakenAt, int Records, int Left, IReadOnlyList<string> Holds, int Freezes, int Incidents, bool Changed,
    bool DryRun, string Message)
{
    private const int MaxNames = 20;

    public static RestoreAnswer Of(RestoredState done, bool dryRun) => new(
        done.Snapshot is { } day ? StateFunctions.Text(day) : null, done.TakenAt, done.Records, done.Left, done.Holds, done.Freezes,
        done.Incidents, done.Changed, dryRun, Sentence(done, dryRun));

    private static string Sentence(RestoredState done, bool dryRun)
    {
        if (done.TakenAt is not { } takenAt)
        {
            return !done.Changed ? "The state is not lost, so there is nothing to decide."
                : dryRun ? "The state would be kept as it is." : "The state is kept as it is.";
        }
        var holds = done.Holds.Count == 0 ? "" : $" ({CountText.Names(done.Holds, MaxNames)})";
        var left = done.Left == 0 ? "" : $" {CountText.Of(done.Left, "record")} known from before the snapshot "
            + $"{(dryRun ? "would stay" : done.Left == 1 ? "stays" : "stay")} as is.";
        return $"{(dryRun ? "Would restore" : "Restored")} the state of {takenAt}: {CountText.Of(done.Records, "record")}, "
            + $"{CountText.Of(done.Holds.Count, "hold")}{holds}, {CountText.Of(done.Freezes, "freeze")} and "
            + $"{CountText.Of(done.Incidents, "incident")}.{left}";
    }
}
