namespace HopsworksFunctions.Core.State;

/// <summary>The last finished runs, the newest first; one document holds them all.</summary>
internal sealed record RecentRuns(IReadOnlyList<FinishedRun> Runs)
{
    public const string Key = "recent";

    /// <summary>So many are kept.</summary>
    public const int Max = 100;

    public RecentRuns With(FinishedRun run) => new([run, .. Runs.Take(Max - 1)]);
}
