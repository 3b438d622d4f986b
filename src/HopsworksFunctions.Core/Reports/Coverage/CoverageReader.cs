using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Coverage;

/// <summary>Finds gaps in the policies, from a plan, the policies and the times when clusters ran. Changes nothing.</summary>
public sealed class CoverageReader(IAccountStore store, AuditHistory audit, IPolicySource policySource)
{
    public const int MinDays = CoverageTimes.MinDays;
    public const int MaxDays = CoverageTimes.MaxDays;
    public const int StandardDays = CoverageTimes.StandardDays;

    private const int MaxNamed = 10;

    private static readonly Duration FirstPart = Duration.FromDays(2);

    // A report is usually read some minutes after a run, so a short gap needs no note.
    private static readonly Duration LongestGap = Duration.FromHours(1);

    /// <param name="plan">A successful plan.</param>
    /// <param name="days">The number of past days to check for clusters that are always or never running.</param>
    /// <param name="shown">The zone for times in sentences. If null, each schedule's own zone is used and named.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    /// <exception cref="TooManyEntriesException">There are too many audit entries.</exception>
    public async Task<CoverageReport> ReadAsync(
        RunReport plan, IReadOnlyList<CoverageKind> kinds, int days, DateTimeZone? shown, CancellationToken cancellationToken)
    {
        var policies = (await policySource.ReadAsync(remember: false, cancellationToken)).Policies;
        var state = await store.LoadReadOnlyAsync(cancellationToken);
        var times = new CoverageTimes(plan.StartedAt, Observation.LastOf(state), days);
        var needsPower = kinds.Contains(CoverageKind.AlwaysUp) || kinds.Contains(CoverageKind.NeverUp);
        var (clusters, damaged) = needsPower && times.Until is not null
            ? await audit.UseAsync(() => ClustersAsync(plan, times, cancellationToken), cancellationToken)
            : ([.. plan.Clusters.Select(its => new CoverageCluster(its, Duration.Zero, Duration.Zero))], 0);
        var findings = new CoverageFindings(policies is null ? null : new(policies), times, shown);
        return Of(clusters, kinds, times, findings, needsPower ? [.. Notes(clusters, times, damaged)] : []);
    }

    internal static CoverageReport Of(
        IReadOnlyList<CoverageCluster> clusters, IReadOnlyList<CoverageKind> kinds, CoverageTimes times, CoverageFindings found,
        IReadOnlyList<string> notes)
    {
        List<CoverageFinding> findings = [.. clusters.SelectMany(found.Of)
            .Where(finding => kinds.Contains(finding.Kind)).OrderBy(finding => finding.Kind).ThenBy(finding => finding.Expected)
            .ThenBy(finding => finding.Name, StringComparer.Ordinal).ThenBy(finding => finding.Id, StringComparer.Ordinal)];
        return new()
        {
            From = times.From, To = times.To, Days = times.Days, Clusters = clusters.Count,
            Kinds = [.. kinds.Select(kind => Count(kind, findings))],
            Findings = findings,
            Notes = notes,
        };
    }

    private async Task<(IReadOnlyList<CoverageCluster> Clusters, int Damaged)> ClustersAsync(
        RunReport plan, CoverageTimes times, CancellationToken cancellationToken)
    {
        var (found, damaged, length) = (Enumerable.Empty<AuditEntry>(), 0, FirstPart);
        var entries = found.ToLookup(entry => entry.ClusterId);
        // Most clusters stop every night, and a cluster with a long enough stop needs no earlier days.
        List<ClusterReport> undecided = [.. plan.Clusters.Where(its => times.MayBeAlwaysUp(its.Before))];
        for (var end = times.To; end > times.From && undecided.Count > 0; length *= 2)
        {
            var start = Instant.Max(times.From, end - length);
            var part = await audit.ReadAsync(PowerSteps.Kinds, start, end, cancellationToken);
            (found, damaged, end) = (part.Entries.Concat(found), damaged + part.Damaged, start);
            entries = found.ToLookup(entry => entry.ClusterId);
            undecided.RemoveAll(its => Of(its, start).Down >= CoverageTimes.Tolerance);
        }
        return ([.. plan.Clusters.Select(its => Of(its, times.From))], damaged);

        CoverageCluster Of(ClusterReport its, Instant from)
        {
            var (up, down, _) = HistoryStretches.PowerOf([.. entries[its.Cluster.Id]], its.Before, from, times.To);
            return new(its, up, down);
        }
    }

    private static CoverageCount Count(CoverageKind kind, List<CoverageFinding> findings) => new(
        kind, CoverageText.Title(kind), findings.Count(its => its.Kind == kind && !its.Expected),
        findings.Count(its => its.Kind == kind && its.Expected));

    internal static IEnumerable<string> Notes(IReadOnlyList<CoverageCluster> clusters, CoverageTimes times, int damaged)
    {
        const string Unsaid = "so the app does not say whether they are always or never running";
        if (times.Until is not { } until)
        {
            if (clusters.Count > 0)
                yield return $"No run has listed the clusters yet, {Unsaid}.";
            yield break;
        }
        if (times.Now - until > LongestGap)
            yield return $"The last run that listed the clusters was at {until}. What is always or never running is as of then.";
        List<string> fresh = [.. clusters.Where(its => !its.IsBroken && times.IsTooNew(its)).Select(its => its.Cluster.Name)
            .Order(StringComparer.Ordinal)];
        if (fresh.Count > 0)
            yield return $"Known for less than {CountText.Of(times.NeededDays, "day")}, {Unsaid}: {CountText.Names(fresh, MaxNamed)}.";
        if (damaged > 0)
            yield return $"{CountText.Of(damaged, "audit entry", "audit entries")} could not be read and are left out.";
    }
}
