using System.Numerics;

namespace HopsworksFunctions.Tests.Advice;

/// <summary>
/// A search of every week of a coarse family: at most two kinds of days besides those without windows, and windows that start and end on
/// every fourth hour, at least four hours long and apart, also over midnight, or the whole day. Coverage and time are those of the union.
/// </summary>
internal sealed class CoarseWeek(int[] busy, double share)
{
    private const int DayLength = 6;
    private const int WeekLength = 7 * DayLength;

    private readonly double wanted = share * busy.Sum();
    private int leastTime = WeekLength;
    private int mostCovered;

    /// <summary>Returns the least time up, in hours a week, and the best coverage for it.</summary>
    /// <param name="busy">How busy each four hours are, from Monday 00:00 on.</param>
    public static (int Hours, double Coverage) Best(int[] busy, double share)
    {
        var (search, plans) = (new CoarseWeek(busy, share), Plans().ToList());
        for (var one = 0; one < plans.Count; one++)
        {
            for (var other = 0; other <= one; other++)
                search.Try(0, 0, plans[one], plans[other]);
        }
        return (search.leastTime * 4, (double)search.mostCovered / busy.Sum());
    }

    private void Try(int day, ulong up, ulong one, ulong other)
    {
        if (BitOperations.PopCount(up) > leastTime)
            return;
        if (day < 7)
        {
            Try(day + 1, up, one, other);
            Try(day + 1, up | On(one, day), one, other);
            Try(day + 1, up | On(other, day), one, other);
            return;
        }
        var covered = 0;
        for (var left = up; left != 0; left &= left - 1)
            covered += busy[BitOperations.TrailingZeroCount(left)];
        if (covered >= wanted && (BitOperations.PopCount(up) < leastTime || covered > mostCovered))
            (leastTime, mostCovered) = (BitOperations.PopCount(up), covered);
    }

    private static ulong On(ulong plan, int day) =>
        (plan << day * DayLength | plan >> WeekLength - day * DayLength) & (1UL << WeekLength) - 1;

    /// <summary>Returns every choice of windows for a Monday, with one bit for each four hours of the week.</summary>
    private static IEnumerable<ulong> Plans()
    {
        yield return (1UL << DayLength) - 1;
        for (var start = 0; start < DayLength; start++)
        {
            for (var length = 1; length < DayLength; length++)
            {
                yield return Window(start, length);
                for (var second = start + length + 1; second < DayLength; second++)
                {
                    for (var other = 1; second + other < start + DayLength; other++)
                        yield return Window(start, length) | Window(second, other);
                }
            }
        }
    }

    private static ulong Window(int start, int length) => (1UL << length) - 1 << start;
}
