using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>A cluster to advise, with its known data.</summary>
/// <param name="Nodes">The cluster's machines; null if unknown.</param>
/// <param name="Entries">The entries for starting, stopping or being deleted since the start of the range, oldest first.</param>
/// <param name="Stretches">Computes the history on each call, because it is too large to keep.</param>
internal sealed record AdvisedCluster(
    string Id, string Name, ClusterRecord? Record, Rule? Rule, NodeList? Nodes, IReadOnlyList<AuditEntry> Entries,
    Func<IReadOnlyList<HistoryStretch>> Stretches)
{
    /// <summary>
    /// Returns the history from the local day of the first measured activity on, or of the whole range if activity was never measured.
    /// </summary>
    /// <param name="fallback">The zone for a cluster without a rule.</param>
    public KnownHistory Read(DateTimeZone fallback)
    {
        var (zone, stretches) = (Rule?.Zone ?? fallback, Stretches());
        if (stretches.FirstOrDefault(s => s.State is ActivityState.Busy or ActivityState.Quiet) is { } measured)
        {
            var day = zone.AtStartOfDay(measured.From.InZone(zone).Date).ToInstant();
            stretches = [.. stretches.Where(s => s.To > day).Select(s => s.From < day ? s with { From = day, By = null } : s)];
        }
        var starts = stretches.Where(s => s is { State: not ActivityState.Down, By: not null }).ToLookup(IsByHand);
        return new(
            new([.. stretches.Select(s => new ActivityStretch(s.From, s.To, s.State))], zone)
            {
                StartsByHand = [.. starts[true].Select(s => s.From)],
                LeftOut = LeftOut(stretches, zone),
            },
            starts[false].Count());
    }

    private static bool IsByHand(HistoryStretch stretch) => stretch.By != CamelCase.Of(Cause.Policy);

    private HashSet<LocalDate> LeftOut(IReadOnlyList<HistoryStretch> stretches, DateTimeZone zone)
    {
        if (stretches.Count == 0 || Rule?.Schedule is not { } schedule)
            return [];
        var (from, to) = (stretches[0].From.InZone(zone).Date, stretches[^1].To.InZone(zone).Date);
        return [.. Enumerable.Range(0, Period.DaysBetween(from, to) + 1).Select(from.PlusDays).Where(schedule.Excludes)];
    }
}

/// <param name="StartsByApp">The number of starts by a policy.</param>
internal sealed record KnownHistory(History History, int StartsByApp)
{
    /// <summary>The start of the history; null if there is none.</summary>
    public Instant? From => History.Stretches is [var first, ..] ? first.Start : null;

    public Instant? To => History.Stretches is [.., var last] ? last.End : null;
}
