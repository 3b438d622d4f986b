using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The last finished runs, newest first, and what they know of snapshots, in one document.</summary>
internal sealed record RecentRuns(IReadOnlyList<FinishedRun> Runs)
{
    public const string Key = "recent";

    /// <summary>How many runs are kept.</summary>
    public const int Max = 100;

    /// <summary>Set from when a run finds the state empty until it is restored, or kept as it is.</summary>
    public LostState? Lost { get; init; }

    /// <summary>The UTC day of the last snapshot; null before the first.</summary>
    public LocalDate? SnapshotDay { get; init; }

    /// <summary>Why the last snapshot could not be stored; null if it was.</summary>
    public string? SnapshotProblem { get; init; }

    /// <param name="newest">Later runs, newest first.</param>
    public RecentRuns With(params ReadOnlySpan<FinishedRun> newest)
    {
        // In one go, because every run does it.
        var kept = new FinishedRun[Math.Min(Max, newest.Length + Runs.Count)];
        newest.CopyTo(kept);
        for (var i = newest.Length; i < kept.Length; i++)
            kept[i] = Runs[i - newest.Length];
        return this with { Runs = kept };
    }
}
