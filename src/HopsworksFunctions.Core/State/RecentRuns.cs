using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The last finished runs, newest first, with the status of snapshots, in one document.</summary>
internal sealed record RecentRuns(IReadOnlyList<FinishedRun> Runs)
{
    public const string Key = "recent";

    /// <summary>The number of runs kept.</summary>
    public const int Max = 100;

    /// <summary>See <see cref="AccountState.Lost"/>.</summary>
    public LostState? Lost { get; init; }

    /// <summary>The UTC day of the last snapshot; null before the first.</summary>
    public LocalDate? SnapshotDay { get; init; }

    /// <summary>The reason the last snapshot could not be stored, as a sentence; null if it was stored.</summary>
    public string? SnapshotProblem { get; init; }

    /// <param name="newest">Later runs, newest first.</param>
    public RecentRuns With(params ReadOnlySpan<FinishedRun> newest)
    {
        // The array is filled directly, because every run does this.
        var kept = new FinishedRun[Math.Min(Max, newest.Length + Runs.Count)];
        newest.CopyTo(kept);
        for (var i = newest.Length; i < kept.Length; i++)
            kept[i] = Runs[i - newest.Length];
        return this with { Runs = kept };
    }
}
