using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>A schedule's boundaries over some years, merged, sorted and indexed, so that no query needs to search them.</summary>
internal sealed class Timeline
{
    // Parts of 2^38 ticks, some 8 hours, seldom have more than one boundary.
    private const int PartBits = 38;

    public static readonly Timeline Empty = new(
        [new(Instant.MinValue, Instant.MaxValue, false)], Instant.MaxValue, Instant.MinValue, Instant.MaxValue);

    // Local dates differ from UTC dates by at most a day.
    private static readonly Duration Margin = Duration.FromDays(2);
    private static readonly Instant Earliest = Instant.FromUtc(1, 6, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(9998, 6, 1, 0, 0);

    // The stretches cover all of time: the first and the last are unbounded.
    private readonly Stretch[] stretches;
    // These are the stretches' starts in ticks, because boundaries are whole ticks and instants have two parts to compare.
    private readonly long[] starts;
    private readonly int[] places;
    private readonly Instant from;
    private readonly Instant to;
    private readonly Instant known;
    private volatile Stretch latest;

    private Timeline(Stretch[] stretches, Instant from, Instant to, Instant known)
    {
        (this.stretches, this.from, this.to, this.known, latest) = (stretches, from, to, known, stretches[0]);
        starts = [.. stretches.Select(stretch => stretch.From.ToUnixTimeTicks())];
        places = Places();
    }

    /// <summary>Builds the timeline that answers queries within one horizon of an instant.</summary>
    /// <param name="ahead">How far ahead of each query it knows the boundaries.</param>
    /// <param name="windows">All windows that reach into the dates from one to another.</param>
    public static Timeline Around(
        Instant instant, Duration ahead, Func<LocalDate, LocalDate, IEnumerable<(Instant Start, Instant End)>> windows)
    {
        var from = Instant.Max(instant - Schedule.Horizon, Earliest);
        var to = Instant.Min(instant + Schedule.Horizon, Latest);
        var first = Instant.Max(from - Schedule.Horizon - Margin, Earliest).InUtc().Date;
        var last = (Latest - to < ahead + Margin ? Latest : to + ahead + Margin).InUtc().Date;
        return new(Stretches(Merge(windows(first, last))), from, to, ahead < Schedule.FarHorizon ? to + ahead : Instant.MaxValue);
    }

    /// <summary>Returns whether only a timeline with a further horizon may know the boundary after an instant.</summary>
    public bool EndsTooSoon(Instant instant) => StretchAt(instant).To > known;

    public bool Covers(Instant instant) => instant >= from && instant < to;

    public bool IsUp(Instant instant) => StretchAt(instant).IsUp;

    public ScheduleState At(Instant instant)
    {
        var stretch = StretchAt(instant);
        return new(
            stretch.IsUp,
            stretch.From > Instant.MinValue && instant - stretch.From <= Schedule.Horizon ? stretch.From : null,
            stretch.To < Instant.MaxValue && stretch.To - instant <= Schedule.FarHorizon ? stretch.To : null);
    }

    /// <summary>Returns alternating starts and ends of windows, merged where they touch or overlap.</summary>
    public static List<Instant> Merge(IEnumerable<(Instant Start, Instant End)> windows)
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

    private Stretch StretchAt(Instant instant)
    {
        var (ticks, stretch) = (instant.ToUnixTimeTicks(), latest);
        return stretch.Contains(ticks) ? stretch : latest = Find(ticks);
    }

    private Stretch Find(long ticks)
    {
        var place = places[Math.Clamp(Part(ticks), 0, places.Length - 1)];
        while (place + 1 < starts.Length && starts[place + 1] <= ticks) place++;
        return stretches[place];
    }

    private long Part(long ticks) => (ticks - starts[Math.Min(1, starts.Length - 1)]) >> PartBits;

    // Returns, for each part of the time from the first boundary to the last, the last stretch that begins before the part.
    private int[] Places()
    {
        var places = new int[Part(starts[^1]) + 1];
        for (int part = 1, place = 0; part < places.Length; part++)
        {
            while (place + 1 < starts.Length && Part(starts[place + 1]) < part) place++;
            places[part] = place;
        }
        return places;
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

    private sealed record Stretch(Instant From, Instant To, bool IsUp)
    {
        private readonly long start = From.ToUnixTimeTicks();
        // The last stretch has no end.
        private readonly ulong length = (ulong)((To < Instant.MaxValue ? To.ToUnixTimeTicks() : long.MaxValue) - From.ToUnixTimeTicks());

        public bool Contains(long ticks) => (ulong)(ticks - start) < length;
    }
}
