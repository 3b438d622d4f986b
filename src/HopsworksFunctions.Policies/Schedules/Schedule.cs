using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>
/// When clusters run: windows on a zone's local dates, minus excluded dates, plus extra windows. Answers are exact instants, independent of
/// the machine's zone and clock.
/// </summary>
public sealed class Schedule
{
    /// <summary>How far from an instant the schedule looks for boundaries.</summary>
    public static readonly Duration Horizon = Duration.FromDays(400);

    private readonly IReadOnlyList<Window> up;
    private readonly DateSet except;
    private readonly IReadOnlyList<Window> plus;
    private volatile Timeline timeline = Timeline.Empty;
    private volatile Stretch? later;

    internal Schedule(
        string name, DateTimeZone zone, IReadOnlyList<Window> up, DateSet except, IReadOnlyList<Window> plus, string fingerprint)
    {
        (Name, Zone, Fingerprint) = (name, zone, fingerprint);
        (this.up, this.except, this.plus) = (up, except, plus);
    }

    public string Name { get; }
    public DateTimeZone Zone { get; }
    /// <summary>Differs between schedules that may give different answers.</summary>
    public string Fingerprint { get; }

    /// <summary>Whether an instant is inside a window, since when and until when.</summary>
    public ScheduleState At(Instant instant) => Covering(instant).At(instant);

    public bool IsUp(Instant instant) => Covering(instant).IsUp(instant);

    /// <summary>The next start time; null if none is within <see cref="Horizon"/>.</summary>
    public Instant? NextStart(Instant instant) =>
        At(instant) is { IsUp: true } state ? state.Until is { } end ? At(end).Until : null : At(instant).Until;

    /// <summary>The end of the window that starts at an instant; null if it is beyond <see cref="Horizon"/>.</summary>
    public Instant? EndOf(Instant start)
    {
        // Cached, because all clusters of a schedule ask for the same one, and moving the timeline away from now is expensive.
        if (later is { } known && known.Start == start)
            return known.End;
        var end = At(start).Until;
        later = new(start, end);
        return end;
    }

    /// <summary>The boundaries after an instant, soonest first, while each lies within <see cref="Horizon"/> of the one before.</summary>
    public IEnumerable<Boundary> After(Instant instant)
    {
        for (var state = At(instant); state.Until is { } at; state = At(at))
            yield return new(at, !state.IsUp);
    }

    private Timeline Covering(Instant instant)
    {
        var current = timeline;
        return current.Covers(instant) ? current : timeline = Timeline.Around(instant, Horizon, Windows);
    }

    private sealed record Stretch(Instant Start, Instant? End);

    private IEnumerable<(Instant Start, Instant End)> Windows(LocalDate from, LocalDate to)
    {
        for (var date = from; date <= to; date = date.PlusDays(1))
        {
            foreach (var window in up)
            {
                if (window.Dates.Contains(date) && !except.Contains(date))
                    yield return window.On(date, Zone);
            }
            foreach (var window in plus)
            {
                if (window.Dates.Contains(date))
                    yield return window.On(date, Zone);
            }
        }
    }
}

/// <summary>
/// A schedule's answer at an instant: inside or outside a window since <paramref name="Since"/> (inclusive) until <paramref name="Until"/>
/// (exclusive), each null if no boundary lies within <see cref="Schedule.Horizon"/>.
/// </summary>
public readonly record struct ScheduleState(bool IsUp, Instant? Since, Instant? Until);

/// <summary>A start time or stop time of a schedule.</summary>
public readonly record struct Boundary(Instant At, bool Up);
