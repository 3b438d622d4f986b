using System.Numerics;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>Joins the days of a cut week into groups that share their windows.</summary>
internal sealed class Grouping
{
    private const int Prices = 32;
    private const double Rounding = 1e-6;

    private readonly WeekCut cut;
    private readonly int wanted;
    private readonly int limit;
    private readonly List<DayPlan>?[] plans = new List<DayPlan>?[128];
    // Of a half hour up, in busy half hours.
    private readonly double price;
    private readonly double[] gains;
    private readonly double spare;
    private WeekPlan? best;

    /// <param name="wanted">The busy half hours to cover.</param>
    /// <param name="limit">The most time up.</param>
    public Grouping(WeekCut cut, int wanted, int limit)
    {
        (this.cut, this.wanted, this.limit) = (cut, wanted, limit);
        // Lagrange's bound. If time costs a price, no days can cover more than their gains and the price of all the time that there is.
        // What that leaves above what is wanted is all that joining days may lose. Any price is right, and the best leaves the least.
        (spare, price, gains) = Enumerable.Range(0, Prices + 1).Select(i => (double)cut.Busy.Max() * i / Prices)
            .Select(price => (Price: price, Gains: Enumerable.Range(0, 7).Select(day => Math.Max(0, Gain(1 << day, price))).ToArray()))
            .Select(bound => (bound.Gains.Sum() + bound.Price * limit - wanted, bound.Price, bound.Gains)).MinBy(bound => bound.Item1);
    }

    /// <summary>The best week with so many groups of days that have windows; null if none covers enough within the time.</summary>
    public WeekPlan? Best(int groups)
    {
        best = null;
        Join(Enumerable.Range(0, 7).Where(day => Plans(1 << day).Count > 0).Sum(day => 1 << day), [], groups, spare);
        return best;
    }

    /// <summary>Tries each way to part the days that are left into as many groups as are left, and days without windows.</summary>
    private void Join(int left, List<int> joined, int groups, double spare)
    {
        if (spare < -Rounding || BitOperations.PopCount((uint)left) < groups)
            return;
        if (left == 0)
        {
            Weigh(joined);
            return;
        }
        var day = left & -left;
        var rest = left - day;
        Join(rest, joined, groups, spare - gains[BitOperations.Log2((uint)day)]);
        if (groups == 0)
            return;
        for (var others = rest; ; others = others - 1 & rest)
        {
            joined.Add(day | others);
            Join(rest - others, joined, groups - 1, spare - Loss(day | others));
            joined.RemoveAt(joined.Count - 1);
            if (others == 0)
                break;
        }
    }

    /// <summary>Chooses a plan for each group so that together they cover what is wanted with the fewest windows and the least time.</summary>
    private void Weigh(List<int> groups)
    {
        // The most that the first groups can cover with at most so many windows and half hours.
        var most = new List<int[,]> { new int[2 * groups.Count + 1, limit + 1] };
        foreach (var group in groups)
            most.Add(With(most[^1], group));
        for (var windows = groups.Count; windows <= 2 * groups.Count; windows++)
        {
            if (most[^1][windows, limit] < wanted)
                continue;
            var time = Enumerable.Range(0, limit + 1).First(time => most[^1][windows, time] >= wanted);
            var plan = new WeekPlan(windows, time, most[^1][windows, time], []);
            if (plan.CompareTo(best) < 0)
                best = plan with { Up = cut.Up(Chosen(groups, most, windows, time)) };
            return;
        }
    }

    private int[,] With(int[,] without, int group)
    {
        var (with, days) = ((int[,])without.Clone(), BitOperations.PopCount((uint)group));
        foreach (var plan in Plans(group))
        {
            for (var windows = plan.Windows; windows < with.GetLength(0); windows++)
            {
                for (var time = days * plan.Time; time <= limit; time++)
                {
                    var covered = without[windows - plan.Windows, time - days * plan.Time] + plan.Covered;
                    if (covered > with[windows, time])
                        with[windows, time] = covered;
                }
            }
        }
        return with;
    }

    /// <summary>The plans that made the most, from the last group back.</summary>
    private IEnumerable<(int Days, DayPlan Plan)> Chosen(List<int> groups, List<int[,]> most, int windows, int time)
    {
        for (var i = groups.Count; i > 0; i--)
        {
            var (group, days) = (groups[i - 1], BitOperations.PopCount((uint)groups[i - 1]));
            var plan = Plans(group).Prepend(default).First(plan => plan.Windows <= windows && days * plan.Time <= time
                && most[i - 1][windows - plan.Windows, time - days * plan.Time] + plan.Covered == most[i][windows, time]);
            (windows, time) = (windows - plan.Windows, time - days * plan.Time);
            yield return (group, plan);
        }
    }

    /// <summary>How much less days gain if they share a plan.</summary>
    private double Loss(int days) =>
        Enumerable.Range(0, 7).Where(day => (days >> day & 1) != 0).Sum(day => gains[day]) - Gain(days, price);

    /// <summary>The most that days with one plan cover, less what their time costs.</summary>
    private double Gain(int days, double price) => Plans(days)
        .Select(plan => plan.Covered - price * plan.Time * BitOperations.PopCount((uint)days))
        .DefaultIfEmpty(double.NegativeInfinity).Max();

    private List<DayPlan> Plans(int days) => plans[days] ??= cut.Plans(days, limit);
}
