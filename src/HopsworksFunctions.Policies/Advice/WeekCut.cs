using System.Numerics;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>
/// A week cut into days at one time of day, so that no window crosses a cut and the days' coverage and uptime add up to the week's. Either
/// a pause of two hours follows every cut, or windows may touch at a cut and become one.
/// </summary>
/// <param name="Busy">The number of dates on which each half hour from Monday 00:00 was busy.</param>
/// <param name="Start">The start of each day, in half hours from midnight.</param>
internal sealed record WeekCut(IReadOnlyList<int> Busy, int Start, bool MayTouch)
{
    private const int DayLength = Evidence.DayLength;
    private const int WeekLength = Evidence.WeekLength;

    /// <summary>
    /// Returns all cuts. A cut with a pause is included only if some day is busy in the two hours after the pause; otherwise the pause
    /// could just as well start later.
    /// </summary>
    public static IEnumerable<WeekCut> All(IReadOnlyList<int> busy) => Enumerable.Range(0, DayLength)
        .Where(start => Enumerable.Range(0, WeekLength).Any(i => busy[i] > 0 && (i - start + WeekLength) % DayLength is >= 4 and < 8))
        .Select(start => new WeekCut(busy, start, false))
        .Concat(Enumerable.Range(0, DayLength).Select(start => new WeekCut(busy, start, true)));

    /// <summary>Whether the days are natural for people: days with a pause between them, or calendar days.</summary>
    public bool IsPlain => !MayTouch || Start == 0;

    /// <summary>Returns the plans for days that share a plan.</summary>
    /// <param name="days">The days, one bit for each, Monday lowest.</param>
    /// <param name="limit">The longest uptime of these days together, in half hours.</param>
    public List<DayPlan> Plans(int days, int limit)
    {
        var day = new int[DayLength];
        for (var i = 0; i < WeekLength; i++)
            day[i % DayLength] += (days >> i / DayLength & 1) * Busy[(Start + i) % WeekLength];
        return DayPlans.Of(day, MayTouch, Math.Min(DayLength, limit / BitOperations.PopCount((uint)days)));
    }

    /// <summary>Returns the shortest uptime of a week that covers enough, in half hours; null if none does within a limit.</summary>
    public int? LeastTime(int wanted, int limit)
    {
        // This is the maximum coverage within each uptime.
        var most = new int[limit + 1];
        for (var day = 0; day < 7; day++)
        {
            var without = (int[])most.Clone();
            foreach (var plan in Plans(1 << day, limit))
                MostCovered.Add(most, without, plan.Time, plan.Covered);
        }
        return Array.FindIndex(most, covered => covered >= wanted) is >= 0 and var least ? least : null;
    }

    /// <summary>Returns whether each half hour from Monday 00:00 is up.</summary>
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
