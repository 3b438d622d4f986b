using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using NodaTime;

namespace HopsworksFunctions.Tests.Advice;

/// <summary>Clusters with known hours, from a Monday on in Stockholm, and an audit log that agrees.</summary>
internal static class AdvisedClusters
{
    public static readonly LocalDate Monday = new(2026, 6, 1);
    public static readonly NodeList Nodes = new(
        Cloud.Azure, "westeurope", false, [new("head", "large", 1, 100), new("worker", "small", 4, 100)], null);

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Stockholm"];
    private static readonly Dictionary<Machine, Rate> Rates = new()
    {
        [new(Cloud.Azure, "westeurope", "large")] = new(1m, 8, "a test"),
        [new(Cloud.Azure, "westeurope", "small")] = new(0.25m, 4, "a test"),
    };

    /// <summary>Returns a rule in Stockholm's time zone.</summary>
    public static Rule RuleOf(string schedule = "'up': ['mon-fri 06:00-20:00']") => PolicyText.Valid(
        $$"""
        { 'timeZone': 'Europe/Stockholm', 'calendars': { 'own': ['2026-06-19', '2026-06-22..2026-06-23'] },
          'schedules': { 'office': { {{schedule}} } }, 'rules': [ { 'name': 'dev', 'match': {}, 'schedule': 'office' } ] }
        """).Rules[0];

    public static bool IsOffice(LocalDateTime at) => at.DayOfWeek <= IsoDayOfWeek.Friday && at.Hour is >= 9 and < 17;

    /// <summary>Returns busy in office hours, and down otherwise.</summary>
    public static ActivityState Office(LocalDateTime at) => IsOffice(at) ? ActivityState.Busy : ActivityState.Down;

    /// <param name="state">Called for every half hour, in order.</param>
    /// <param name="by">Who starts the cluster.</param>
    public static AdvisedCluster Cluster(
        int weeks, Func<LocalDateTime, ActivityState> state, string? by = "policy", Rule? rule = null, string name = "dev",
        IReadOnlyList<Duration>? starts = null)
    {
        var (stretches, entries) = (new List<HistoryStretch>(), new List<AuditEntry>());
        var end = Start(Monday.PlusWeeks(weeks));
        for (var at = Start(Monday); at < end; at += Duration.FromMinutes(30))
        {
            var (now, before) = (state(at.InZone(Zone).LocalDateTime), stretches.LastOrDefault()?.State);
            var turns = before is null || (now is ActivityState.Down) != (before is ActivityState.Down);
            if (turns)
            {
                entries.Add(new(at, "run", "test", now is ActivityState.Down ? AuditKind.WentDown : AuditKind.CameUp, "")
                {
                    ClusterId = name, Cause = Cause.Policy, Left = at,
                });
            }
            if (now == before)
                stretches[^1] = stretches[^1] with { To = at + Duration.FromMinutes(30) };
            else
                stretches.Add(new(at, at + Duration.FromMinutes(30), now, turns ? by : null));
        }
        var record = new ClusterRecord { ClusterId = name, Name = name, Starts = starts };
        return new(name, name, record, rule ?? RuleOf(), Nodes, entries, () => stretches);
    }

    public static AdviceQuestion Question(int weeks, double share = 0.95, string fileZone = "Europe/Stockholm") =>
        new(Start(Monday.PlusWeeks(weeks)), share, DateTimeZoneProviders.Tzdb[fileZone], new(Rates, null));

    public static ClusterAdvice Advise(AdvisedCluster cluster, double share = 0.95, string fileZone = "Europe/Stockholm")
    {
        var (from, to) = (Start(Monday), cluster.Stretches() is [.., var last] ? last.To : Start(Monday));
        return (Question(0, share, fileZone) with { End = to }).Of(cluster).Advice(from, to);
    }

    private static Instant Start(LocalDate day) => day.AtStartOfDayInZone(Zone).ToInstant();
}
