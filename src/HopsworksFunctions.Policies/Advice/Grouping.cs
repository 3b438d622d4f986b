using System.Numerics;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>Joins the days of a cut week into groups that share their windows.</summary>
internal sealed class Grouping
{
    private const double Rounding = 1e-6;

    private readonly WeekCut cut;
    private readonly int wanted;
    private readonly int limit;
    private readonly JoiningBound bound;

    private readonly List<int> joined = [];
    // most[n][windows][time] is the maximum coverage of the first n joined groups with at most this many windows and half hours up.
    private readonly List<int[][]> most = [];
    private WeekPlan? best;

    /// <param name="wanted">The busy half hours to cover.</param>
    /// <param name="limit">The longest uptime of the week, in half hours.</param>
    public Grouping(WeekCut cut, int wanted, int limit)
    {
        (this.cut, this.wanted, this.limit) = (cut, wanted, limit);
        bound = new(cut, wanted, limit);
    }

    /// <summary>Returns the best week with this many groups of days that have windows; null if none covers enough in time.</summary>
    public WeekPlan? Best(int groups)
    {
        best = null;
        most.Clear();
        most.Add([.. Enumerable.Range(0, 2 * groups + 1).Select(_ => new int[limit + 1])]);
        Join(Enumerable.Range(0, 7).Where(day => bound.Plans(1 << day).Count > 0).Sum(day => 1 << day), groups, bound.Spare);
        return best;
    }

    /// <summary>Tries every split of the remaining days into the remaining number of groups, and days without windows.</summary>
    private void Join(int left, int groups, double spare)
    {
        if (spare < -Rounding || BitOperations.PopCount((uint)left) < groups)
            return;
        if (left == 0)
        {
            Weigh();
            return;
        }
        var day = left & -left;
        var rest = left - day;
        Join(rest, groups, spare - bound.LossWithout(day));
        if (groups == 0)
            return;
        for (var others = rest; ; others = others - 1 & rest)
        {
            joined.Add(day | others);
            Join(rest - others, groups - 1, spare - bound.Loss(day | others));
            joined.RemoveAt(joined.Count - 1);
            if (most.Count > joined.Count + 1)
                most.RemoveAt(most.Count - 1);
            if (others == 0)
                break;
        }
    }

    /// <summary>Chooses plans with which the groups cover enough with the fewest windows, then the shortest uptime.</summary>
    private void Weigh()
    {
        while (most.Count < joined.Count)
            most.Add(With(most[^1], joined[most.Count - 1]));
        var (last, days) = (joined[^1], BitOperations.PopCount((uint)joined[^1]));
        foreach (var plan in bound.Plans(last))
        {
            for (var windows = joined.Count - 1; windows <= 2 * (joined.Count - 1); windows++)
            {
                var (others, left) = (most[^1][windows], limit - days * plan.Time);
                if (left < 0 || others[left] + plan.Covered < wanted)
                    continue;
                var time = Enumerable.Range(0, left + 1).First(time => others[time] + plan.Covered >= wanted);
                var week = new WeekPlan(windows + plan.Windows, time + days * plan.Time, others[time] + plan.Covered, []);
                if (best is null || week.Cost.CompareTo(best.Cost) < 0)
                    best = week with { Up = cut.Up(Chosen(windows, time).Prepend((last, plan))) };
            }
        }
    }

    private int[][] With(int[][] without, int group)
    {
        var (with, days) = (Array.ConvertAll(without, row => (int[])row.Clone()), BitOperations.PopCount((uint)group));
        foreach (var plan in bound.Plans(group))
        {
            for (var windows = plan.Windows; windows < with.Length; windows++)
                MostCovered.Add(with[windows], without[windows - plan.Windows], days * plan.Time, plan.Covered);
        }
        return with;
    }

    /// <summary>Returns the plans that cover most for all groups except the last, in reverse order.</summary>
    private IEnumerable<(int Days, DayPlan Plan)> Chosen(int windows, int time)
    {
        for (var i = most.Count - 1; i > 0; i--)
        {
            var (group, days) = (joined[i - 1], BitOperations.PopCount((uint)joined[i - 1]));
            var plan = bound.Plans(group).Prepend(default).First(plan => plan.Windows <= windows && days * plan.Time <= time
                && most[i - 1][windows - plan.Windows][time - days * plan.Time] + plan.Covered == most[i][windows][time]);
            (windows, time) = (windows - plan.Windows, time - days * plan.Time);
            yield return (group, plan);
        }
    }
}
