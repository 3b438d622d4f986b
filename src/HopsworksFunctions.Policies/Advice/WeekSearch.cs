namespace HopsworksFunctions.Policies.Advice;

/// <summary>
/// A search for the week with the fewest groups of days that share windows, then the fewest windows, then the shortest uptime, among the
/// weeks that cover enough and exceed the shortest uptime only slightly.
/// </summary>
internal static class WeekSearch
{
    private const double Rounding = 1e-9;

    /// <param name="busy">The number of dates on which each half hour from Monday 00:00 was busy; not zero for all.</param>
    public static bool[] Best(IReadOnlyList<int> busy, Aim aim)
    {
        var wanted = Math.Max(1, (int)Math.Ceiling(aim.Share * busy.Sum() - Rounding));
        var (cuts, limit) = (new List<(WeekCut Cut, int Time)>(), Evidence.WeekLength);
        foreach (var cut in WeekCut.All(busy))
        {
            if (cut.LeastTime(wanted, limit) is not { } time)
                continue;
            cuts.Add((cut, time));
            limit = Math.Min(limit, (int)Math.Floor(time * (1 + aim.Slack) + Rounding));
        }
        var close = cuts.Where(cut => cut.Time <= limit).Select(cut => cut.Cut).ToList();
        var groupings = (close.Exists(cut => cut.IsPlain) ? close.Where(cut => cut.IsPlain) : close)
            .Select(cut => new Grouping(cut, wanted, limit)).ToList();
        // At the latest, the search succeeds with a group for each day.
        return Enumerable.Range(1, 7)
            .Select(groups => groupings.Select(grouping => grouping.Best(groups)).OfType<WeekPlan>()
                .MinBy(week => (week.Cost, week.Starts)))
            .OfType<WeekPlan>().First().Up;
    }
}
