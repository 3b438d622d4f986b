using System.Collections.Concurrent;
using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reports.Forecasts;

/// <summary>Forecasts the hours and costs of this month under the current policies. Changes nothing.</summary>
public sealed class ForecastReader(
    IAccountStore store, AuditHistory audit, SavingsLedger ledger, RuledClusters rules, PriceResolver prices, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Forecast>>> underWay = [];

    /// <summary>
    /// Returns the forecast. Concurrent requests for the same zone share one computation, because each takes much memory.
    /// </summary>
    /// <param name="zone">The zone that defines the month; null for the policy file's zone.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    /// <exception cref="TooManyEntriesException">There are too many audit entries.</exception>
    public Task<Forecast> ReadAsync(DateTimeZone? zone, CancellationToken cancellationToken) =>
        underWay.GetOrAdd(zone?.Id ?? "", key => new(() => SharedAsync(key, zone))).Value.WaitAsync(cancellationToken);

    /// <summary>Runs without cancellation, because other callers may still wait after the first one hangs up.</summary>
    private async Task<Forecast> SharedAsync(string key, DateTimeZone? zone)
    {
        try
        {
            return await OfZoneAsync(zone, CancellationToken.None);
        }
        finally
        {
            underWay.TryRemove(key, out _);
        }
    }

    private async Task<Forecast> OfZoneAsync(DateTimeZone? zone, CancellationToken cancellationToken)
    {
        var fleet = await rules.ReadAsync(cancellationToken);
        zone ??= fleet.Zone;
        var now = time.GetCurrentInstant();
        var state = await store.LoadReadOnlyAsync(cancellationToken);
        var times = ForecastTimes.Of(now, zone, Observation.LastOf(state));
        var known = await audit.UseAsync(() => KnownAsync(fleet, state, times, now, cancellationToken), cancellationToken);
        var (clusters, savings, damaged) = known;
        var (rates, note, problems) = await prices.FindAsync(
            CountedNodes.MachinesOf([.. clusters.Select(cluster => cluster.Nodes), .. savings.Lists]), cancellationToken);
        List<string> doubts = [.. fleet.Doubts, .. problems];
        var unlisted = clusters.Count(cluster => cluster.Record is { Gone: null } && !fleet.Listed.ContainsKey(cluster.Id));
        if (fleet.IsListed && unlisted > 0)
        {
            doubts.Add($"Hopsworks.ai does not list {CountText.Of(unlisted, "known cluster")} now, so the forecast takes the rule that "
                + "last managed each, and its machines of the last stop.");
        }
        if (damaged > 0)
            doubts.Add($"{CountText.Of(damaged, "audit entry", "audit entries")} could not be read and are left out.");
        return new ForecastCalculator(fleet.Policies, times, savings, rates).Of(clusters, zone, note, doubts);
    }

    /// <summary>Reads the audit log once for all ranges.</summary>
    private async Task<(IReadOnlyList<ForecastCluster> Clusters, ForecastSavings Savings, int Damaged)> KnownAsync(
        RuledFleet fleet, AccountState state, ForecastTimes times, Instant now, CancellationToken cancellationToken)
    {
        var end = Instant.Max(now, times.Start + Duration.Epsilon);
        var (entries, damaged) = await PowerHistory.ReadAsync(audit, times.Last, end, cancellationToken);
        var savings = new ForecastSavings(await SumAsync(times.Last, times.Start), await SumAsync(times.Start, end), null);
        var clusters = ClustersOf(fleet, state, times, savings, entries);
        var goesByWeeks = fleet.Policies is { } policies && clusters.Any(cluster =>
            ExpectedTimes.BasisOf(policies, cluster.Rule, cluster.Record, cluster.IsHoldDamaged) == ForecastBasis.LastWeeks);
        var weeks = goesByWeeks ? await SumAsync(times.Until - ForecastTimes.Weeks, times.Until) : null;
        return (clusters, savings with { Weeks = weeks }, damaged);

        Task<SavedTimes> SumAsync(Instant from, Instant to) => ledger.SumAsync(entries, state, from, to, cancellationToken);
    }

    private static List<ForecastCluster> ClustersOf(
        RuledFleet fleet, AccountState state, ForecastTimes times, ForecastSavings savings, IReadOnlyList<AuditEntry> entries)
    {
        var power = entries.Where(entry => entry.ClusterId is not null && entry.Kind != AuditKind.Start && entry.At >= times.Last)
            .ToLookup(entry => entry.ClusterId!);
        var names = savings.Names.Concat(power.Select(its => (Id: its.Key, Name: its.Last().ClusterName!)))
            .ToLookup(its => its.Id, its => its.Name);
        return [.. state.Records.Keys.Union(names.Select(its => its.Key)).Select(Of)];

        ForecastCluster Of(string id)
        {
            var record = state.Records.GetValueOrDefault(id);
            List<AuditEntry> own = [.. power[id]];
            return new(
                id, record?.Name ?? names[id].FirstOrDefault() ?? id, fleet.RuleOf(id, record), record,
                state.HoldInForce(id, times.Rest), state.HoldIsDamaged(id), fleet.NodesOf(id, record, own),
                ForecastPower.Of(own, record, times));
        }
    }
}
