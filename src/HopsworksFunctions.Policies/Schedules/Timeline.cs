using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>A schedule's boundaries over some years, merged and sorted, so that a query costs a comparison or a binary search.</summary>
internal sealed class Timeline
{
    public static readonly Timeline Empty = new(
        [new(Instant.MinValue, Instant.MaxValue, false)], Instant.MaxValue, Instant.MinValue, Duration.Zero);

    // The longest window is a seven-day span plus a clock change. Windows that start earlier cannot reach the covered time.
    private const int MaxWindowDays = 9;
    private static readonly Instant Earliest = Instant.FromUtc(1, 6, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(9998, 6, 1, 0, 0);

    // The stretches cover all of time: the first and the last are unbounded.
    private readonly Stretch[] stretches;
    private readonly Instant from;
    private readonly Instant to;
    private readonly Duration horizon;
    private volatile Stretch latest;

    private Timeline(Stretch[] stretches, Instant from, Instant to, Duration horizon) =>
        (this.stretches, this.from, this.to, this.horizon, latest) = (stretches, from, to, horizon, stretches[0]);

    /// <summary>Builds the timeline that answers queries within one horizon of an instant.</summary>
    public static Timeline Around(
        Instant instant, Duration horizon, Func<LocalDate, LocalDate, IEnumerable<(Instant Start, Instant End)>> windows)
    {
        var from = Instant.Max(instant - horizon, Earliest);
        var to = Instant.Min(instant + horizon, Latest);
        var reach = horizon + Duration.FromDays(MaxWindowDays);
        var first = Instant.Max(from - reach, Earliest).InUtc().Date;
        var last = Instant.Min(to + reach, Latest).InUtc().Date;
        return new(Stretches(Merge(windows(first, last))), from, to, horizon);
    }

    public bool Covers(Instant instant) => instant >= from && instant < to;

    public bool IsUp(Instant instant) => StretchAt(instant).IsUp;

    public ScheduleState At(Instant instant)
    {
        var stretch = StretchAt(instant);
        return new(
            stretch.IsUp,
            stretch.From > Instant.MinValue && instant - stretch.From <= horizon ? stretch.From : null,
            stretch.To < Instant.MaxValue && stretch.To - instant <= horizon ? stretch.To : null);
    }

    private Stretch StretchAt(Instant instant)
    {
        var stretch = latest;
        return instant >= stretch.From && instant < stretch.To ? stretch : latest = Find(instant);
    }

    private Stretch Find(Instant instant)
    {
        var (low, high) = (0, stretches.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (stretches[middle].From <= instant)
                low = middle;
            else
                high = middle - 1;
        }
        return stretches[low];
    }

    private static List<Instant> Merge(IEnumerable<(Instant Start, Instant End)> windows)
    {
        var merged = new List<Instant>();
        foreach (var (start, end) in windows.Where(w => w.Start < w.End).OrderBy(w => w.Start))
        {
            if (merged.Count == 0 || start > merged[^1])
            {
                merged.Add(start);
                merged.Add(end);
            }
            else if (end > merged[^1])
            {
                merged[^1] = end;
            }
        }
        return merged;
    }

    private static Stretch[] Stretches(List<Instant> boundaries)
    {
        var stretches = new Stretch[boundaries.Count + 1];
        for (var i = 0; i < stretches.Length; i++)
        {
            stretches[i] = new(
                i == 0 ? Instant.MinValue : boundaries[i - 1],
                i == boundaries.Count ? Instant.MaxValue : boundaries[i],
                i % 2 == 1);
        }
        return stretches;
    }

    private sealed record Stretch(Instant From, Instant To, bool IsUp);
}
