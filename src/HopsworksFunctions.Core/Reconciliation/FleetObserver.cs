using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The step of a run that takes the listed clusters, checks their activity where a rule needs it, and decides on each.</summary>
/// <param name="observes">Whether the app keeps an activity history of clusters with rules that observe them.</param>
internal sealed class FleetObserver(IHopsworksClient hopsworks, IActivityChecks probe, bool observes)
{
    /// <summary>Fills in the clusters of the run.</summary>
    /// <returns>The failure of the listing; null if it succeeded.</returns>
    public async Task<ApiFailure?> ObserveAsync(RunContext run, CancellationToken cancellationToken)
    {
        var listing = run.Listing;
        if (!listing.Succeeded)
            return listing.Failure;
        if (listing.Value.Count == 0 && run.State.Records.Count(r => r.Value.Gone is null) is > 0 and var known)
        {
            return new(
                FailureKind.Malformed,
                $"Hopsworks.ai returned an empty cluster list, but the app knows {CountText.Of(known, "cluster")}. "
                    + "The app treats this as an outage: it stops nothing and keeps its records");
        }
        var rules = listing.Value.Select(run.Policies.RuleFor).ToList();
        var (needed, observed) = run.Request.Measure ? Targets(run, listing.Value, rules) : ([], []);
        // If time is short, the checks for decisions come first.
        var samples = needed.Count + observed.Count == 0 ? null : await probe.ProbeAsync([.. needed, .. observed], cancellationToken);
        run.Backups = await BackupListing.ReadAsync(hopsworks, listing.Value, run.State.Records, cancellationToken);
        run.LongestStarts = StartTimes.LongestByRule(listing.Value, rules, run.State.Records);
        run.Clusters = Decide(run, listing.Value, rules, samples, observed);
        run.Unlisted = run.PowerChanges.NotAmong(run.Clusters);
        return null;
    }

    /// <summary>
    /// Returns the clusters to check: those with decisions that need it, and those that are only observed. A plan checks every cluster that
    /// it can, so that failures are known early, and observes none.
    /// </summary>
    private (List<ProbeTarget> Needed, List<ProbeTarget> Observed) Targets(
        RunContext run, IReadOnlyList<Cluster> clusters, List<Rule?> rules)
    {
        var isPlan = run.Request.Mode == RunMode.Plan;
        List<ProbeTarget> needed = [], observed = [];
        for (var i = 0; i < rules.Count; i++)
        {
            var (cluster, rule) = (clusters[i], rules[i]);
            if (isPlan ? ClusterEvaluator.CanSample(cluster, rule) : ClusterEvaluator.NeedsSample(run, cluster, rule))
                needed.Add(new(cluster, rule!));
            else if (observes && !isPlan && ClusterEvaluator.Observes(cluster, rule))
                observed.Add(new(cluster, rule!));
        }
        return (needed, observed);
    }

    /// <param name="observed">The clusters with samples that are only for the history, and must not change a decision.</param>
    private static List<ClusterReport> Decide(
        RunContext run, IReadOnlyList<Cluster> clusters, List<Rule?> rules, IReadOnlyDictionary<string, Sample>? samples,
        List<ProbeTarget> observed)
    {
        var forHistory = observed.Select(target => target.Cluster.Id).ToHashSet();
        var reports = new List<ClusterReport>(rules.Count);
        for (var i = 0; i < rules.Count; i++)
        {
            var (cluster, rule) = (clusters[i], rules[i]);
            var measured = samples?.GetValueOrDefault(cluster.Id);
            var sample = forHistory.Contains(cluster.Id) ? null : measured;
            var before = run.State.Records.GetValueOrDefault(cluster.Id);
            var decision = ClusterEvaluator.Evaluate(run, cluster, rule, before, sample, run.Now);
            reports.Add(new(cluster, decision)
            {
                Before = before,
                Hold = run.State.HoldInForce(cluster.Id, run.Now),
                Freeze = run.Freezes.InForce(rule, run.Now),
                DryRun = decision.IsDryRun(run.Policies),
                Sample = sample,
                Observed = measured?.Activity,
            });
        }
        return reports;
    }
}
