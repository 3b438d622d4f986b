using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>
/// The times when clusters run: windows on a zone's local dates, or a union of other schedules. Answers are exact instants, independent of
/// the machine's zone and clock.
/// </summary>
public sealed class Schedule
{
    /// <summary>How far the schedule looks for boundaries before an instant, and at first also after it.</summary>
    public static readonly Duration Horizon = Duration.FromDays(400);

    /// <summary>How far the schedule looks for boundaries after an instant: five years, so that it finds 29 February.</summary>
    public static readonly Duration FarHorizon = Duration.FromDays(5 * 366);

    private readonly IReadOnlyList<WindowSet> windows;
    private volatile Timeline timeline = Timeline.Empty;
    private volatile Stretch? later;

    internal Schedule(string name, WindowSet windows, string fingerprint)
    {
        (Name, Zone, Fingerprint, Members) = (name, windows.Zone, fingerprint, []);
        this.windows = [windows];
    }

    /// <summary>Creates a union, which is up while any of its members is, each in its own zone.</summary>
    internal Schedule(string name, DateTimeZone zone, IReadOnlyList<Schedule> members, string fingerprint)
    {
        (Name, Zone, Fingerprint, Members) = (name, zone, fingerprint, members);
        windows = [.. members.SelectMany(member => member.windows)];
    }

    public string Name { get; }
    public DateTimeZone Zone { get; }
    /// <summary>Differs between schedules that may give different answers.</summary>
    public string Fingerprint { get; }
    /// <summary>The schedules that a union consists of; none for a schedule with windows of its own.</summary>
    public IReadOnlyList<Schedule> Members { get; }

    /// <summary>The entries of its <c>except</c> as written; none for a union.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Returns whether its <c>except</c> includes a local date; never for a union.</summary>
    public bool Excludes(LocalDate date) => Members.Count == 0 && windows[0].Except.Contains(date);

    /// <summary>The number of its windows, or of the windows of a union's members together.</summary>
    internal int WindowCount => windows.Sum(set => set.Up.Count + set.Plus.Count);

    /// <summary>Returns whether an instant is inside a window, since when and until when.</summary>
    public ScheduleState At(Instant instant)
    {
        var known = Covering(instant);
        if (known.EndsTooSoon(instant))
            timeline = known = Timeline.Around(instant, FarHorizon, Windows);
        return known.At(instant);
    }

    public bool IsUp(Instant instant) => Covering(instant).IsUp(instant);

    /// <summary>Returns the members of a union that are up, and until when; none for a schedule with windows of its own.</summary>
    public IReadOnlyList<(string Name, Instant? Until)> MembersUp(Instant instant) =>
        [.. Members.Where(m => m.IsUp(instant)).Select(m => (m.Name, m.At(instant).Until))];

    /// <summary>Returns the next start time; null if none is within <see cref="FarHorizon"/>.</summary>
    public Instant? NextStart(Instant instant) =>
        At(instant) is { IsUp: true } state ? state.Until is { } end ? At(end).Until : null : At(instant).Until;

    /// <summary>Returns the end of the window that starts at an instant; null if it is beyond <see cref="FarHorizon"/>.</summary>
    public Instant? EndOf(Instant start)
    {
        // Cached, because all clusters of a schedule ask for the same one, and moving the timeline away from now is expensive.
        if (later is { } known && known.Start == start)
            return known.End;
        var end = At(start).Until;
        later = new(start, end);
        return end;
    }

    /// <summary>Returns the boundaries after an instant, soonest first, each within <see cref="FarHorizon"/> of the previous one.</summary>
    public IEnumerable<Boundary> After(Instant instant)
    {
        for (var state = At(instant); state.Until is { } at; state = At(at))
            yield return new(at, !state.IsUp);
    }

    /// <summary>Returns alternating starts and ends of the merged windows that reach into the dates from one to another.</summary>
    internal List<Instant> Between(LocalDate from, LocalDate to) => Timeline.Merge(Windows(from, to));

    private Timeline Covering(Instant instant)
    {
        var current = timeline;
        return current.Covers(instant) ? current : timeline = Timeline.Around(instant, Horizon, Windows);
    }

    private sealed record Stretch(Instant Start, Instant? End);

    private IEnumerable<(Instant Start, Instant End)> Windows(LocalDate from, LocalDate to) =>
        windows.SelectMany(set => set.Between(from, to));
}

/// <summary>
/// A schedule's answer at an instant: inside or outside a window since <paramref name="Since"/> (inclusive) until <paramref name="Until"/>
/// (exclusive), null if no boundary lies within <see cref="Schedule.Horizon"/> before or <see cref="Schedule.FarHorizon"/> after.
/// </summary>
public readonly record struct ScheduleState(bool IsUp, Instant? Since, Instant? Until);

/// <summary>A start time or stop time of a schedule.</summary>
public readonly record struct Boundary(Instant At, bool Up);
