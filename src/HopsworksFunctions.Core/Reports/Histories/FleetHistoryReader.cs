using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Configuration;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>Reads the history of all clusters that rules observe, without calling Hopsworks.ai.</summary>
public sealed class FleetHistoryReader(
    IAccountStore store, AuditHistory audit, ActivityLog activity, PolicyHistory policies, IConfiguration configuration, TimeProvider time)
{
    private const int UsualTick = 300;

    private static readonly AuditKind[] Kinds =
    [
        .. PowerSteps.Kinds, AuditKind.Hold, AuditKind.Release, AuditKind.Start, AuditKind.Stop, AuditKind.AddWorkers,
    ];

    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    /// <exception cref="TooManyEntriesException">The range has too many entries.</exception>
    public Task<FleetHistory> ReadAsync(Instant from, Instant to, CancellationToken cancellationToken) =>
        audit.UseAsync(() => ReadAloneAsync(from, to, cancellationToken), cancellationToken);

    private async Task<FleetHistory> ReadAloneAsync(Instant from, Instant to, CancellationToken cancellationToken)
    {
        var state = await store.LoadReadOnlyAsync(cancellationToken);
        var end = Observation.EndOf(state, from, to);
        var kept = await activity.ReadAllAsync(from, end, cancellationToken);
        // Earlier entries are needed because a hold may still be in force; later ones because they show the state of clusters before them.
        var found = await AuditHistory.ReadLogAsync(
            audit.Log, new(From: from - Hold.MaxDuration) { Kinds = Kinds }, cancellationToken);
        var entries = found.Entries.ToLookup(entry => entry.ClusterId);
        var clusters = kept.Clusters.Where(id => kept.FactsOf(id).Any(facts => facts.At < end))
            .Select(id => Of(id, kept, [.. entries[id]], state.Records.GetValueOrDefault(id), from, end))
            // A cluster that was always in transition or broken cannot be simulated.
            .Where(cluster => cluster.Power.Any(step => step.State is KnownPower.Up or KnownPower.Down))
            .OrderBy(cluster => cluster.Name, StringComparer.Ordinal).ThenBy(cluster => cluster.Id, StringComparer.Ordinal).ToList();
        var inForce = await policies.ReadAsync(from, end, cancellationToken);
        var own = found.Entries.Where(entry => entry.At >= from && entry.At < end && entry.Cause == Cause.Policy).ToList();
        var tick = Tick();
        return new(
            from, end, tick, Takes(own, AuditKind.CameUp, tick), Takes(own, AuditKind.WentDown, tick),
            await PoliciesAsync(inForce, from, end, cancellationToken), Gaps(inForce, from, end), clusters);
    }

    private static ObservedCluster Of(
        string id, KeptActivity kept, List<AuditEntry> entries, ClusterRecord? record, Instant from, Instant to)
    {
        var power = PowerSteps.Of([.. entries.Where(entry => entry.At >= from && PowerSteps.Kinds.Contains(entry.Kind))], record);
        var facts = kept.FactsOf(id).Where(f => f.At < to).ToList();
        // Of the facts from before the range, only the last ones count, because each week repeats unchanged facts.
        facts = [.. facts.Where((f, i) => f.At > from || i + 1 == facts.Count || facts[i + 1].At > from)];
        return new(
            id, facts[^1].Facts.Name, facts, [.. power.Where(step => step.At < to)],
            ActivityText.Write(kept.Of(id).Where(change => change.At < to), from),
            [.. entries.Where(entry => entry.At < to && entry.Step is null).Select(HoldOf).OfType<HistoryHold>()
                .Where(hold => hold.At >= from || hold.Until > from)],
            [.. FailedCalls.Of(entries).Where(failure => failure.At >= from && failure.At < to)]);
    }

    private static HistoryHold? HoldOf(AuditEntry entry) => entry.Kind switch
    {
        AuditKind.Hold => new(entry.At, entry.HeldAs, entry.HeldUntil, entry.By),
        AuditKind.Release => new(entry.At, null, null, entry.By),
        _ => null,
    };

    private async Task<IReadOnlyList<HistoryPolicies>> PoliciesAsync(
        IReadOnlyList<PoliciesInForce> inForce, Instant from, Instant to, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, string?>();
        var found = new List<HistoryPolicies>();
        foreach (var change in inForce.Where(change => change.At < to && change.Version is not null))
        {
            var version = change.Version!;
            if (found is [.., var last] && last.Version == version)
                continue;
            if (change.At <= from)
                found.Clear();
            if (!texts.TryGetValue(version, out var text))
                texts.Add(version, text = await policies.TextAsync(version, cancellationToken));
            found.Add(new(change.At, version, text));
        }
        return found;
    }

    private static List<HistoryGap> Gaps(IReadOnlyList<PoliciesInForce> inForce, Instant from, Instant to) =>
    [
        .. inForce.Zip(inForce.Skip(1)).Where(pair => pair.First.Version is null)
            .Select(pair => new HistoryGap(Instant.Max(pair.First.At, from), Instant.Min(pair.Second.At, to)))
            .Where(gap => gap.From < gap.To),
    ];

    /// <summary>
    /// Returns the median time in seconds from a call to the run that saw its effect, minus half an interval between runs, which is the
    /// average delay until a run sees it.
    /// </summary>
    private static int? Takes(List<AuditEntry> own, AuditKind kind, int tick)
    {
        var seconds = own.Where(entry => entry.Kind == kind && entry.Left is not null)
            .Select(entry => (entry.At - entry.Left!.Value).TotalSeconds).Order().ToList();
        return seconds is [] ? null : (int)Math.Max(1, seconds[seconds.Count / 2] - tick / 2.0);
    }

    private int Tick()
    {
        var schedule = configuration[TimerSchedule.Setting];
        return TimerSchedule.NextAfter(time.GetCurrentInstant(), schedule) is { } next
            && TimerSchedule.NextAfter(next, schedule) is { } second ? (int)(second - next).TotalSeconds : UsualTick;
    }
}
