using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Takes the listed clusters, checks their activity where a rule needs it, and decides on each.</summary>
/// <param name="observes">Whether a history is kept of the activity of clusters whose rules observe them.</param>
internal sealed class FleetObserver(IActivityChecks probe, bool observes)
{
    /// <summary>Fills in the clusters of the run.</summary>
    /// <returns>Why listing failed; null if it succeeded.</returns>
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
        var targets = run.Request.Measure ? Targets(run, listing.Value, rules) : [];
        var samples = targets.Count == 0 ? null : await probe.ProbeAsync(targets, cancellationToken);
        run.LongestStarts = StartTimes.LongestByRule(listing.Value, rules, run.State.Records);
        run.Clusters = Decide(run, listing.Value, rules, samples);
        run.Unlisted = run.PowerChanges.NotAmong(run.Clusters);
        return null;
    }

    /// <summary>
    /// Which clusters to check: first those whose decision needs it, then those that are only observed. A plan checks wherever it can, so
    /// that what it cannot check is known early, and observes nothing.
    /// </summary>
    private List<ProbeTarget> Targets(RunContext run, IReadOnlyList<Cluster> clusters, List<Rule?> rules)
    {
        List<ProbeTarget> needed = [], others = [];
        for (var i = 0; i < rules.Count; i++)
        {
            if (Needs(run, clusters[i], rules[i]))
                needed.Add(new(clusters[i], rules[i]!));
            else if (observes && run.Request.Mode == RunMode.Act && ClusterEvaluator.Observes(clusters[i], rules[i]))
                others.Add(new(clusters[i], rules[i]!));
        }
        needed.AddRange(others);
        return needed;
    }

    private static bool Needs(RunContext run, Cluster cluster, Rule? rule) => run.Request.Mode == RunMode.Plan
        ? ClusterEvaluator.CanSample(cluster, rule)
        : ClusterEvaluator.NeedsSample(run, cluster, rule);

    private static List<ClusterReport> Decide(
        RunContext run, IReadOnlyList<Cluster> clusters, List<Rule?> rules, IReadOnlyDictionary<string, Sample>? samples)
    {
        var reports = new List<ClusterReport>(rules.Count);
        for (var i = 0; i < rules.Count; i++)
        {
            var (cluster, rule) = (clusters[i], rules[i]);
            var measured = samples?.GetValueOrDefault(cluster.Id);
            // A check that is only for the history must not change a decision.
            var sample = measured is not null && Needs(run, cluster, rule) ? measured : null;
            var before = run.State.Records.GetValueOrDefault(cluster.Id);
            var decision = ClusterEvaluator.Evaluate(run, cluster, rule, before, sample, run.Now);
            reports.Add(new(cluster, decision)
            {
                Before = before,
                Hold = run.State.HoldInForce(cluster.Id, run.Now),
                DryRun = decision.IsDryRun(run.Policies),
                Sample = sample,
                Observed = measured?.Activity,
            });
        }
        return reports;
    }
}
