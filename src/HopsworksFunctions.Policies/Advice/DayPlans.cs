namespace HopsworksFunctions.Policies.Advice;

/// <summary>
/// The plans worth considering for days that share a plan: for each number of windows and each uptime, the plan that covers most, if no
/// plan with at most its windows and uptime covers as much.
/// </summary>
internal static class DayPlans
{
    /// <summary>The minimum length of a window, and of a pause between two windows: two hours, in half hours.</summary>
    public const int Shortest = 4;

    private const int DayLength = Evidence.DayLength;

    /// <param name="busy">How often each half hour of the day was busy.</param>
    /// <param name="mayTouch">
    /// Whether windows may touch the windows of the days before and after, and so begin and end the day; if not, each day begins with a
    /// pause.
    /// </param>
    /// <param name="longest">The longest uptime of a plan, in half hours.</param>
    public static List<DayPlan> Of(int[] busy, bool mayTouch, int longest)
    {
        var before = new int[DayLength + 1];
        for (var i = 0; i < DayLength; i++)
            before[i + 1] = before[i] + busy[i];
        var plans = new List<DayPlan>();
        AddBetter(plans, One(before, mayTouch, longest));
        AddBetter(plans, Two(before, mayTouch, longest));
        return plans;
    }

    private static DayPlan[] One(int[] before, bool mayTouch, int longest)
    {
        var best = new DayPlan[DayLength + 1];
        for (var start = mayTouch ? 0 : Shortest; start <= DayLength - Shortest; start++)
        {
            for (var length = Shortest; length <= Math.Min(longest, DayLength - start); length++)
            {
                if (IsPlace(start, start + length, mayTouch))
                    Keep(best, new(before[start + length] - before[start], start, length));
            }
        }
        return best;
    }

    private static DayPlan[] Two(int[] before, bool mayTouch, int longest)
    {
        var (best, most) = (new DayPlan[DayLength + 1], new int[DayLength + 1]);
        // The best first windows of each length that leave a pause before the second.
        var (first, covered) = (new int[DayLength + 1], new int[DayLength + 1]);
        for (var start = 2 * Shortest; start <= DayLength - Shortest; start++)
        {
            var end = start - Shortest;
            for (var length = Shortest; length <= Math.Min(longest, end); length++)
            {
                if (IsPlace(end - length, end, mayTouch) && before[end] - before[end - length] > covered[length])
                    (first[length], covered[length]) = (end - length, before[end] - before[end - length]);
            }
            for (var length = Shortest; length <= Math.Min(longest, DayLength - start); length++)
            {
                if (!IsPlace(start, start + length, mayTouch))
                    continue;
                var its = before[start + length] - before[start];
                for (var other = Shortest; other <= Math.Min(longest - length, end); other++)
                {
                    var both = covered[other] + its;
                    if (both <= most[other + length] || covered[other] == 0)
                        continue;
                    most[other + length] = both;
                    best[other + length] = new(both, first[other], other, start, length);
                }
            }
        }
        return best;
    }

    /// <summary>Returns whether a window leaves a pause, or no gap at all, between itself and the days before and after.</summary>
    private static bool IsPlace(int start, int end, bool mayTouch) => mayTouch
        ? (start == 0 || start >= Shortest) && (end == DayLength || end <= DayLength - Shortest)
        : start >= Shortest;

    private static void Keep(DayPlan[] best, DayPlan plan)
    {
        if (plan.Covered > best[plan.Time].Covered)
            best[plan.Time] = plan;
    }

    private static void AddBetter(List<DayPlan> plans, DayPlan[] byTime)
    {
        foreach (var plan in byTime.Where(plan => plan.Covered > 0))
        {
            if (plans.TrueForAll(other => other.Time > plan.Time || other.Covered < plan.Covered))
                plans.Add(plan);
        }
    }
}
