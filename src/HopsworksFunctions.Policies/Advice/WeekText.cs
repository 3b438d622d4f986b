using System.Globalization;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>Writes the half hours of a week in which a cluster is up as windows of the policy language.</summary>
internal static class WeekText
{
    private const int DayLength = Evidence.DayLength;
    private const int WeekLength = Evidence.WeekLength;

    private static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <param name="up">Whether the cluster is up, for each half hour from Monday 00:00.</param>
    public static IReadOnlyList<string> Of(bool[] up) =>
        [.. Windows(up).GroupBy(window => (window.Start, window.End), window => window.Day)
            .OrderBy(same => same.Min()).ThenBy(same => same.Key.Start)
            .Select(same => $"{Days(same.Aggregate(0, (days, day) => days | 1 << day))} {Time(same.Key.Start)}-{Time(same.Key.End)}")];

    /// <summary>Returns the windows with their first day, in half hours from its midnight. No window is longer than a day.</summary>
    private static IEnumerable<(int Day, int Start, int End)> Windows(bool[] up)
    {
        if (Array.TrueForAll(up, isUp => isUp))
            return Enumerable.Range(0, 7).Select(day => (day, 0, DayLength));
        return Enumerable.Range(0, WeekLength).Where(i => up[i] && !up[(i + WeekLength - 1) % WeekLength])
            .SelectMany(start => Pieces(start, Enumerable.Range(start, WeekLength).First(i => !up[i % WeekLength])));
    }

    /// <summary>Splits a continuous uptime into windows: at each midnight if it lasts a day or longer.</summary>
    private static IEnumerable<(int Day, int Start, int End)> Pieces(int start, int end)
    {
        var isCut = end - start >= DayLength;
        while (start < end)
        {
            var midnight = start - start % DayLength;
            var to = isCut ? Math.Min(end, midnight + DayLength) : end;
            yield return (midnight / DayLength % 7, start - midnight, to - midnight);
            start = to;
        }
    }

    /// <summary>Returns days as people write them: <c>mon-fri</c>, <c>sat,sun</c>, <c>sun-thu</c>, <c>daily</c>.</summary>
    /// <param name="days">The days, one bit for each, Monday lowest.</param>
    private static string Days(int days)
    {
        if (days == 0b1111111)
            return "daily";
        var runs = new List<(int First, int Length)>();
        for (var day = 0; day < 7; day++)
        {
            if ((days >> day & 1) == 0)
                continue;
            if (runs.Count > 0 && runs[^1] is var (first, length) && first + length == day)
                runs[^1] = (first, length + 1);
            else
                runs.Add((day, 1));
        }
        // A range across Sunday reads well only with three days or more: sat-mon or sun-thu, but not sun-mon.
        if (runs.Count > 1 && runs[0].First == 0 && runs[^1] is var (last, tail) && last + tail == 7 && tail + runs[0].Length > 2)
            runs = [.. runs[1..^1], (last, tail + runs[0].Length)];
        return string.Join(',', runs.Select(run => run.Length switch
        {
            1 => Weekdays[run.First],
            2 => $"{Weekdays[run.First]},{Weekdays[run.First + 1]}",
            _ => $"{Weekdays[run.First]}-{Weekdays[(run.First + run.Length - 1) % 7]}",
        }));
    }

    private static string Time(int halfHour)
    {
        var time = halfHour == DayLength ? DayLength : halfHour % DayLength;
        return string.Create(CultureInfo.InvariantCulture, $"{time / 2:00}:{time % 2 * 30:00}");
    }
}
