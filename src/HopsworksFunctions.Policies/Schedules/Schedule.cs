using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>
/// When clusters are up: windows on a zone's local dates, less excepted dates, plus extra windows.
/// Answers are exact instants; the machine's own zone and clock play no part.
/// </summary>
public sealed class Schedule
{
    /// <summary>How far from an instant its boundaries are looked for.</summary>
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
    /// <summary>Differs between schedules that may answer differently.</summary>
    public string Fingerprint { get; }

    /// <summary>Whether the schedule is up at an instant, since when and until when.</summary>
    public ScheduleState At(Instant instant) => Covering(instant).At(instant);

    public bool IsUp(Instant instant) => Covering(instant).IsUp(instant);

    /// <summary>The next boundary that turns up; null when there is none within reach.</summary>
    public Instant? NextStart(Instant instant) =>
        At(instant) is { IsUp: true } state ? state.Until is { } end ? At(end).Until : null : At(instant).Until;

    /// <summary>When the window ends that begins at an instant; null when that is out of reach.</summary>
    public Instant? EndOf(Instant start)
    {
        // All clusters of a schedule ask for the same one, and the timeline is not to be led away from now.
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
/// A schedule's answer at an instant: up or down since <paramref name="Since"/> (included) until <paramref name="Until"/> (excluded);
/// null where no boundary lies within <see cref="Schedule.Horizon"/>.
/// </summary>
public readonly record struct ScheduleState(bool IsUp, Instant? Since, Instant? Until);

/// <summary>An instant at which a schedule turns up or down.</summary>
public readonly record struct Boundary(Instant At, bool Up);
