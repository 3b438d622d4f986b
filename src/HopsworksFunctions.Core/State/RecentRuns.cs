namespace HopsworksFunctions.Core.State;

/// <summary>The last finished runs, newest first, in one document.</summary>
internal sealed record RecentRuns(IReadOnlyList<FinishedRun> Runs)
{
    public const string Key = "recent";

    /// <summary>How many runs are kept.</summary>
    public const int Max = 100;

    /// <param name="newest">Later runs, newest first.</param>
    public RecentRuns With(params ReadOnlySpan<FinishedRun> newest)
    {
        // In one go, because every run does it.
        var kept = new FinishedRun[Math.Min(Max, newest.Length + Runs.Count)];
        newest.CopyTo(kept);
        for (var i = newest.Length; i < kept.Length; i++)
            kept[i] = Runs[i - newest.Length];
        return new(kept);
    }
}
