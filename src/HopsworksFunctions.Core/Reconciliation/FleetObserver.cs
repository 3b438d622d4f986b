using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Takes the listed clusters, checks their activity where a rule needs it, and decides on each.</summary>
internal sealed class FleetObserver(IActivityChecks probe)
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
        var samples = run.Request.Measure ? await MeasureAsync(run, listing.Value, rules, cancellationToken) : null;
        run.LongestStarts = StartTimes.LongestByRule(listing.Value, rules, run.State.Records);
        run.Clusters = Decide(run, listing.Value, rules, samples);
        run.Unlisted = run.PowerChanges.NotAmong(run.Clusters);
        return null;
    }

    /// <summary>
    /// Null if no cluster needs an activity check. A plan checks wherever it can, so that what it cannot check is known early.
    /// </summary>
    private async ValueTask<IReadOnlyDictionary<string, Sample>?> MeasureAsync(
        RunContext run, IReadOnlyList<Cluster> clusters, List<Rule?> rules, CancellationToken cancellationToken)
    {
        List<ProbeTarget>? targets = null;
        for (var i = 0; i < rules.Count; i++)
        {
            var needed = run.Request.Mode == RunMode.Plan ? ClusterEvaluator.CanSample(clusters[i], rules[i])
                : ClusterEvaluator.NeedsSample(run, clusters[i], rules[i]);
            if (needed)
                (targets ??= []).Add(new(clusters[i], rules[i]!));
        }
        return targets is null ? null : await probe.ProbeAsync(targets, cancellationToken);
    }

    private static List<ClusterReport> Decide(
        RunContext run, IReadOnlyList<Cluster> clusters, List<Rule?> rules, IReadOnlyDictionary<string, Sample>? samples)
    {
        var reports = new List<ClusterReport>(rules.Count);
        for (var i = 0; i < rules.Count; i++)
        {
            var (cluster, rule) = (clusters[i], rules[i]);
            var sample = samples?.GetValueOrDefault(cluster.Id);
            var before = run.State.Records.GetValueOrDefault(cluster.Id);
            var decision = ClusterEvaluator.Evaluate(run, cluster, rule, before, sample, run.Now);
            reports.Add(new(cluster, decision)
            {
                Before = before,
                Hold = run.State.HoldInForce(cluster.Id, run.Now),
                DryRun = decision.IsDryRun(run.Policies),
                Sample = sample,
            });
        }
        return reports;
    }
}
