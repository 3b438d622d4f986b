using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;
using static NodaTime.IsoDayOfWeek;

namespace HopsworksFunctions.Cli.Run;

/// <summary>
/// The activity of people on the emulated clusters: their work, manual starts, manual stops and holds. Most follow habits that start and
/// end up to half an hour early or late, and that sometimes skip a day. The same date always has the same events.
/// </summary>
internal sealed class EmulatedLife(IReadOnlyDictionary<string, string> ids, DateTimeZone zone)
{
    /// <summary>A placeholder for the ID of a cluster that the account does not have. Its events are dropped.</summary>
    private const string Absent = "";

    private static readonly IsoDayOfWeek[] Workdays = [Monday, Tuesday, Wednesday, Thursday, Friday];

    private static readonly Habit[] Habits =
    [
        new("dev-anna", Workdays, new(8, 30), new(12, 0)),
        new("dev-anna", Workdays, new(13, 0), new(17, 0)),
        new("dev-bjorn", Workdays, new(9, 30), new(12, 0)),
        new("dev-bjorn", Workdays, new(13, 0), new(17, 30)),
        new("dev-chen", [Tuesday, Wednesday, Thursday], new(9, 0), new(16, 0)),
        new("dev-dora", Workdays, new(8, 0), new(11, 30)),
        new("train-churn", [Monday, Tuesday, Wednesday, Thursday], new(20, 0), new(1, 30)),
        new("train-vision", [Monday, Wednesday, Friday], new(21, 30), new(4, 0)),
        new("train-nlp", [Sunday, .. Workdays], new(20, 30), new(23, 30)),
        new("train-forecast", [Sunday], new(6, 0), new(14, 0)),
        new("demo-sales", [Tuesday, Thursday], new(10, 0), new(11, 30)) { IsStartedByHand = true },
        new("shared-features", Workdays, new(7, 0), new(18, 0)),
    ];

    /// <summary>Returns the events of a period in order, beginning with the clusters that are always active.</summary>
    public IReadOnlyList<ScenarioEvent> Between(Instant start, Instant end)
    {
        var events = new List<ScenarioEvent>();
        foreach (var always in (string[])["prod-fraud", "prod-recsys", "stage-upgrade"])
            events.Add(Activity(start, always, EmulatedActivity.Busy));
        var (first, last) = (start.InZone(zone).Date, end.InZone(zone).Date);
        for (var day = first.PlusDays(-1); day <= last; day = day.PlusDays(1))
        {
            events.AddRange(Habits.Where(habit => habit.Days.Contains(day.DayOfWeek)).SelectMany(habit => Day(habit, day)));
            events.AddRange(Exceptions(day));
        }
        return [.. events.Where(e => e.At >= start && e.At <= end && !IsOfAbsent(e)).OrderBy(e => e.At)];
    }

    private static bool IsOfAbsent(ScenarioEvent happened) => happened is
        ScenarioEvent.Change { Cluster: Absent } or ScenarioEvent.Manual { Cluster: Absent } or ScenarioEvent.SetHold { Cluster: Absent };

    private string IdOf(string cluster) => ids.GetValueOrDefault(cluster, Absent);

    private IEnumerable<ScenarioEvent> Day(Habit habit, LocalDate day)
    {
        var chance = Chance(habit, day);
        if (chance % 13 == 0)
            return [];
        var (from, to) = (At(day, habit.From, chance % 3 - 1), At(day, habit.To, chance / 3 % 3 - 1));
        if (to <= from)
            to = At(day.PlusDays(1), habit.To, chance / 3 % 3 - 1);
        return
        [
            .. habit.IsStartedByHand ? [Manual(from - Duration.FromMinutes(15), habit.Cluster, ClusterAction.Start)] : (ScenarioEvent[])[],
            Activity(from, habit.Cluster, EmulatedActivity.Busy), Activity(to, habit.Cluster, EmulatedActivity.Idle),
        ];
    }

    /// <summary>Returns the exceptional events of a day, in a cycle of two weeks.</summary>
    private ScenarioEvent[] Exceptions(LocalDate day)
    {
        var isEven = day.ToDateOnly().DayNumber / 7 % 2 == 0;
        return (isEven, day.DayOfWeek) switch
        {
            (true, Saturday) => [Manual(At(day, new(10, 0)), "dev-dora", ClusterAction.Start), .. Busy(day, "dev-dora", 10, 12)],
            (false, Wednesday) => [Manual(At(day, new(20, 30)), "dev-bjorn", ClusterAction.Start), .. Busy(day, "dev-bjorn", 21, 22)],
            (true, Thursday) =>
            [
                Hold(At(day, new(17, 45)), "dev-anna", HoldState.Up, 5, "anna", "a training that runs into the night"),
                .. Busy(day, "dev-anna", 18, 22),
            ],
            (false, Thursday) => [Manual(At(day, new(16, 45)), "dev-chen", ClusterAction.Stop)],
            (true, Tuesday) => [Hold(At(day, new(12, 0)), "train-nlp", HoldState.Down, 30, "data platform", "new data is being loaded")],
            _ => [],
        };
    }

    private IEnumerable<ScenarioEvent> Busy(LocalDate day, string cluster, int from, int to) =>
    [
        Activity(At(day, new(from, 0)), cluster, EmulatedActivity.Busy), Activity(At(day, new(to, 0)), cluster, EmulatedActivity.Idle),
    ];

    private ScenarioEvent.Change Activity(Instant at, string cluster, EmulatedActivity activity) =>
        new(at, IdOf(cluster), before => before with { Activity = activity }, EndsTransition: false);

    private ScenarioEvent.Manual Manual(Instant at, string cluster, ClusterAction action) => new(at, IdOf(cluster), action);

    private ScenarioEvent.SetHold Hold(Instant at, string cluster, HoldState state, int hours, string by, string reason) =>
        new(at, IdOf(cluster), state, new HoldEnd.After(Duration.FromHours(hours))) { By = by, Reason = reason };

    private Instant At(LocalDate day, LocalTime time, int halfHours = 0) =>
        (day + time).InZoneLeniently(zone).ToInstant() + halfHours * Duration.FromMinutes(30);

    /// <summary>Returns a pseudo-random number from 0 to 65,535.</summary>
    private static int Chance(Habit habit, LocalDate day)
    {
        var mixed = (uint)day.ToDateOnly().DayNumber * 31 + (uint)Array.IndexOf(Habits, habit);
        mixed = (mixed ^ (mixed >> 15)) * 0x2c1b3c6du;
        mixed = (mixed ^ (mixed >> 12)) * 0x297a2d39u;
        return (int)(mixed >> 16);
    }

    private sealed record Habit(string Cluster, IsoDayOfWeek[] Days, LocalTime From, LocalTime To)
    {
        /// <summary>Whether a person starts the cluster a quarter of an hour before, because no schedule does.</summary>
        public bool IsStartedByHand { get; init; }
    }
}
