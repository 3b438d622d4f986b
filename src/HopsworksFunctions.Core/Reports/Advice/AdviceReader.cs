using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>Advises windows for clusters and rules, based on their history. Changes nothing.</summary>
public sealed class AdviceReader(
    IAccountStore store, AuditHistory audit, ActivityLog activity, HistoryReader histories, RuledClusters rules, PriceResolver prices,
    TimeProvider time)
{
    private const int AtATime = 4;

    /// <summary>Returns advice for a cluster; null if the app does not know it.</summary>
    /// <param name="cluster">Its ID, or a name that only one cluster has.</param>
    /// <param name="share">The minimum share of active half hours to cover.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<ClusterAdvice?> AdviseAsync(
        string cluster, Instant from, Instant to, double share, CancellationToken cancellationToken)
    {
        if (await histories.FindAsync(cluster, from, to, cancellationToken) is not var (history, record, entries))
            return null;
        var fleet = await rules.ReadAsync(cancellationToken);
        var advised = new AdvisedCluster(
            history.Id, history.Name, record, fleet.RuleOf(history.Id, record), fleet.NodesOf(history.Id, record, entries), entries,
            () => history.Stretches);
        var end = history.Stretches is [.., var last] ? last.To : from;
        var (found, _) = await PricesAsync([advised.Nodes], cancellationToken);
        return new AdviceQuestion(end, share, fleet.Zone, found).Of(advised).Advice(from, end);
    }

    /// <summary>Returns advice for the observed clusters, and for the rules that manage them.</summary>
    /// <param name="rule">The rule to limit the advice to; null for all rules.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    /// <exception cref="TooManyEntriesException">There are too many audit entries.</exception>
    /// <exception cref="UnknownRuleException">The policies have no such rule.</exception>
    public async Task<FleetAdvice> AdviseAllAsync(
        string? rule, Instant from, Instant to, double share, CancellationToken cancellationToken)
    {
        var fleet = await rules.ReadAsync(cancellationToken);
        if (rule is not null && fleet.Policies?.Rules.Any(known => known.Name == rule) != true)
            throw new UnknownRuleException([.. fleet.Policies?.Rules.Select(known => known.Name) ?? []]);
        var state = await store.LoadReadOnlyAsync(cancellationToken);
        var end = Observation.EndOf(state, from, to);
        return await audit.UseAsync(async () =>
        {
            var (clusters, damaged) = await ClustersAsync(fleet, state, rule, from, end, cancellationToken);
            var (found, doubts) = await PricesAsync([.. clusters.Select(cluster => cluster.Nodes)], cancellationToken);
            List<string> all = [.. fleet.Doubts, .. doubts];
            if (damaged > 0)
                all.Add($"{CountText.Of(damaged, "audit entry", "audit entries")} could not be read and are left out.");
            return Advise(new(end, share, fleet.Zone, found), fleet.Policies, clusters, from, all, cancellationToken) with { Rule = rule };
        }, cancellationToken);
    }

    private static FleetAdvice Advise(
        AdviceQuestion question, PolicySet? policies, IReadOnlyList<AdvisedCluster> clusters, Instant from, IReadOnlyList<string> doubts,
        CancellationToken cancellationToken)
    {
        var bounds = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Min(AtATime, Environment.ProcessorCount), CancellationToken = cancellationToken,
        };
        var findings = new ClusterFindings[clusters.Count];
        Parallel.For(0, clusters.Count, bounds, i => findings[i] = question.Of(clusters[i]));
        var order = (policies?.Rules ?? []).Select((known, i) => (known.Name, i)).ToDictionary(known => known.Name, known => known.i);
        var ruled = findings.Where(cluster => cluster.Cluster.Rule is { IsGuard: false })
            .GroupBy(cluster => (cluster.Cluster.Rule!.Name, Schedule: cluster.Cluster.Rule.Schedule?.Name))
            .OrderBy(group => order.GetValueOrDefault(group.Key.Name)).ThenBy(group => group.Key.Schedule, StringComparer.Ordinal)
            .Select(group => group.ToList()).ToList();
        var advice = new RuleAdvice[ruled.Count];
        Parallel.For(0, ruled.Count, bounds, i => advice[i] = question.Of(ruled[i][0].Cluster.Rule!, ruled[i]));
        return new(
            from, question.End, question.Share, [.. findings.Select(cluster => cluster.Advice(from, question.End))], advice, doubts);
    }

    /// <summary>Returns the clusters with stored activity, or with a rule that observes activity, sorted by name.</summary>
    private async Task<(IReadOnlyList<AdvisedCluster> Clusters, int Damaged)> ClustersAsync(
        RuledFleet fleet, AccountState state, string? rule, Instant from, Instant end, CancellationToken cancellationToken)
    {
        var kept = await activity.ReadAllAsync(from, end, cancellationToken);
        // Entries after the range are included because the first of them shows the state of a cluster before it.
        var found = await audit.ReadAsync(PowerSteps.Kinds, from, time.GetCurrentInstant(), cancellationToken);
        var entries = found.Entries.ToLookup(entry => entry.ClusterId);
        var observed = kept.Clusters.ToHashSet();
        var chosen =
            from record in state.Records.Values
            where record.Gone is null
            let its = fleet.RuleOf(record.ClusterId, record)
            where observed.Contains(record.ClusterId) || its is { Settings.Observe: true }
            where rule is null || its?.Name == rule
            orderby record.Name, record.ClusterId
            select (record, its);
        return ([.. chosen.Select(cluster => Of(cluster.record, cluster.its))], found.Damaged);

        AdvisedCluster Of(ClusterRecord record, Rule? its)
        {
            List<AuditEntry> own = [.. entries[record.ClusterId]];
            return new(
                record.ClusterId, record.Name, record, its, fleet.NodesOf(record.ClusterId, record, own), own,
                () => end == from ? [] : HistoryStretches.Of(own, record, [.. kept.Of(record.ClusterId)], from, end));
        }
    }

    private async Task<(AdvicePrices Prices, IReadOnlyList<string> Doubts)> PricesAsync(
        IReadOnlyList<NodeList?> lists, CancellationToken cancellationToken)
    {
        var (rates, note, doubts) = await prices.FindAsync(CountedNodes.MachinesOf(lists), cancellationToken);
        return (new(rates, note), doubts);
    }
}

/// <summary>The exception for a rule name that is not in the policies.</summary>
/// <param name="rules">The names of the existing rules.</param>
public sealed class UnknownRuleException(IReadOnlyList<string> rules) : Exception("The policies have no rule of this name.")
{
    public IReadOnlyList<string> Rules => rules;
}
