using System.Numerics;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>
/// A week cut into days at one time of the clock, so that no window runs over a cut, and what the days cover and how long they are up adds
/// up to the week. Either a pause of two hours follows the cut every day, or windows may touch at the cut, where two of them are one.
/// </summary>
/// <param name="Busy">The dates on which each half hour from Monday 00:00 was busy.</param>
/// <param name="Start">Where each day begins, in half hours from midnight.</param>
internal sealed record WeekCut(IReadOnlyList<int> Busy, int Start, bool MayTouch)
{
    private const int DayLength = Evidence.DayLength;
    private const int WeekLength = Evidence.WeekLength;

    /// <summary>
    /// All cuts, but with a pause only those whose pause could not as well begin later, because some day is busy in the two hours after it.
    /// </summary>
    public static IEnumerable<WeekCut> All(IReadOnlyList<int> busy) => Enumerable.Range(0, DayLength)
        .Where(start => Enumerable.Range(0, WeekLength).Any(i => busy[i] > 0 && (i - start + WeekLength) % DayLength is >= 4 and < 8))
        .Select(start => new WeekCut(busy, start, false))
        .Concat(Enumerable.Range(0, DayLength).Select(start => new WeekCut(busy, start, true)));

    /// <summary>Whether the days are such as people think in: with a pause between them, or the calendar's.</summary>
    public bool IsPlain => !MayTouch || Start == 0;

    /// <summary>The plans of days that share one.</summary>
    /// <param name="days">One bit each, Monday lowest.</param>
    /// <param name="limit">The most time up of these days together.</param>
    public List<DayPlan> Plans(int days, int limit)
    {
        var day = new int[DayLength];
        for (var i = 0; i < WeekLength; i++)
            day[i % DayLength] += (days >> i / DayLength & 1) * Busy[(Start + i) % WeekLength];
        return DayPlans.Of(day, MayTouch, Math.Min(DayLength, limit / BitOperations.PopCount((uint)days)));
    }

    /// <summary>The least time up, in half hours of a week, that covers so many busy ones; null if none does within a limit.</summary>
    public int? LeastTime(int wanted, int limit)
    {
        // The most that can be covered within each time.
        var most = new int[limit + 1];
        for (var day = 0; day < 7; day++)
        {
            var without = (int[])most.Clone();
            foreach (var plan in Plans(1 << day, limit))
                MostCovered.Add(most, without, plan.Time, plan.Covered);
        }
        return Array.FindIndex(most, covered => covered >= wanted) is >= 0 and var least ? least : null;
    }

    /// <summary>Each half hour from Monday 00:00, up or not.</summary>
    public bool[] Up(IEnumerable<(int Days, DayPlan Plan)> groups)
    {
        var up = new bool[WeekLength];
        foreach (var (days, plan) in groups)
        {
            for (var day = 0; day < 7; day++)
            {
                if ((days >> day & 1) == 0)
                    continue;
                Fill(day * DayLength + plan.Start, plan.Length);
                Fill(day * DayLength + plan.SecondStart, plan.SecondLength);
            }
        }
        return up;

        void Fill(int from, int length)
        {
            for (var i = 0; i < length; i++)
                up[(Start + from + i) % WeekLength] = true;
        }
    }
}
