using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Runs;

/// <summary>The number of clusters that were usable at a start time, out of those that should have been.</summary>
/// <param name="At">The time when the clusters should be usable.</param>
/// <param name="Counted">The time of the run that counted them. It is later than usual if runs were missed.</param>
/// <param name="Of">The number of clusters that the app had to start or keep running.</param>
/// <param name="Now">The number of clusters that have been usable by now.</param>
/// <param name="Missing">The clusters that have not been usable so far.</param>
public sealed record ReadySummary(Instant At, Instant Counted, int Usable, int Of, int Now, IReadOnlyList<NotReady> Missing)
{
    private const int MaxNames = 10;

    // A run is later than this only if an earlier one failed or was missed.
    private static readonly Duration Late = Duration.FromMinutes(10);

    /// <summary>Returns the summaries of the windows since an instant that a run has already counted, earliest first.</summary>
    public static IReadOnlyList<ReadySummary> Since(IEnumerable<ClusterReport> clusters, Instant since) =>
        [.. clusters.Where(c => c.Decision.Record.Ready is { Counted: not null } ready && ready.By > since)
            .GroupBy(c => c.Decision.Record.Ready!.By).OrderBy(window => window.Key).Select(window => From(window.Key, [.. window]))];

    /// <summary>Returns the summaries, with their text, of the windows that this run is the first to count.</summary>
    public static IEnumerable<(ReadySummary Summary, string Text)> New(IEnumerable<ClusterReport> clusters, Instant now) =>
        clusters.Where(IsNew)
            .GroupBy(c => c.Decision.Record.Ready!.By).OrderBy(window => window.Key)
            .Select(window => (From(window.Key, [.. window]), window))
            .Select(told => (told.Item1, told.Item1.Explain(SentenceTimes.Of(told.window.First().Decision.Rule, now))));

    /// <summary>Returns sentences such as <c>39 of 40 clusters usable at Mon 07:00 (UTC). Not usable: dev-x (starting).</c></summary>
    public string Explain(SentenceTimes times)
    {
        var when = Counted - At > Late ? $"at {times.At(Counted)}, of those due at {times.At(At)}" : $"at {times.At(At)}";
        var text = $"{(Usable == Of ? CountText.Of(Of, "cluster") : $"{Usable} of {CountText.Of(Of, "cluster")}")} usable {when}.";
        var others = Missing.Where(m => m.Shortage is null).Select(m => $"{m.Name} ({m.Why})").ToList();
        var shortages = Missing.Where(m => m.Shortage is not null).GroupBy(m => (m.Shortage!.Kind, m.Shortage.Where))
            .Select(same => $" {Shortage.Explain([.. same.Select(m => (m.Name, m.Shortage!))])}");
        return $"{text}{(others.Count == 0 ? "" : $" Not usable: {CountText.Names(others, MaxNames)}.")}{string.Concat(shortages)}";
    }

    private static bool IsNew(ClusterReport cluster) =>
        cluster is { Before: { } before, Decision.Record.Ready: { Counted: not null } ready }
            && (before.Ready is not { Counted: not null } known || known.For != ready.For);

    private static ReadySummary From(Instant at, IReadOnlyList<ClusterReport> clusters)
    {
        var seen = clusters.Select(c => c.Decision.Record.Ready!).ToList();
        return new(
            at, seen.Max(r => r.Counted!.Value), seen.Count(r => r.IsInTime), seen.Count, seen.Count(r => r.At is not null),
            [.. clusters.Where(c => c.Decision.Record.Ready!.At is null).Select(NotReady.Of)]);
    }
}

/// <summary>A cluster that has not been usable in its window, with the reason in a few words.</summary>
public sealed record NotReady(string Name, string Why, Shortage? Shortage)
{
    public static NotReady Of(ClusterReport report)
    {
        var (cluster, record) = (report.Cluster, report.Decision.Record);
        var why = report.Freeze is not null ? "frozen"
            : record.Failures?.Of(ClusterAction.Start) == true ? "start failed"
            : Readiness.WhyNot(record, cluster, report.Decision.Rule!) ?? "not usable before";
        return new(cluster.Name, why, Shortage.Of(cluster, record));
    }
}
