using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>An index of many sets of dates, in which a look-up among a thousand takes no longer than among a few.</summary>
internal sealed class DateIndex
{
    private const int DaysOfMonth = 32;

    // The ranges are sorted and do not overlap.
    private readonly List<(LocalDate From, LocalDate To)> ranges = [];
    private readonly bool[] everyYear = new bool[13 * DaysOfMonth];
    private readonly List<DateSet> others = [];

    public DateIndex(IReadOnlyList<DateSet> sets)
    {
        foreach (var set in sets)
            Add(set);
        var sorted = ranges.OrderBy(range => range.From).ToList();
        ranges.Clear();
        foreach (var (from, to) in sorted)
        {
            if (ranges.Count > 0 && from <= ranges[^1].To)
                ranges[^1] = (ranges[^1].From, LocalDate.Max(to, ranges[^1].To));
            else
                ranges.Add((from, to));
        }
    }

    public bool Contains(LocalDate date)
    {
        if (everyYear[date.Month * DaysOfMonth + date.Day] || IsInRange(date))
            return true;
        foreach (var set in others)
        {
            if (set.Contains(date))
                return true;
        }
        return false;
    }

    private void Add(DateSet set)
    {
        switch (set)
        {
            case DateSet.Range(var from, var to):
                ranges.Add((from, to));
                break;
            case DateSet.EveryYear yearly:
                // A leap year has every date.
                for (var date = new LocalDate(2000, 1, 1); date.Year == 2000; date = date.PlusDays(1))
                    everyYear[date.Month * DaysOfMonth + date.Day] |= yearly.Contains(date);
                break;
            case DateSet.AnyOf any:
                foreach (var inner in any.Sets)
                    Add(inner);
                break;
            default:
                others.Add(set);
                break;
        }
    }

    private bool IsInRange(LocalDate date)
    {
        var (low, high) = (0, ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].To < date)
                low = middle + 1;
            else
                high = middle;
        }
        return low < ranges.Count && ranges[low].From <= date;
    }
}
