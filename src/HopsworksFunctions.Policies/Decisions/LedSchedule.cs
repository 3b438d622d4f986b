using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// A schedule with windows that begin earlier by a lead, so that clusters are ready at the start time. Windows that then touch are one.
/// Answers give the windows' own times, so a boundary is the same for every lead.
/// </summary>
public readonly record struct LedSchedule(Schedule Schedule, Duration Lead)
{
    // How far to follow windows that the lead joins. A lead longer than every gap joins all of them.
    internal static readonly Duration Reach = Duration.FromDays(31);

    /// <summary>Returns null if the rule has no schedule.</summary>
    public static LedSchedule? Of(Rule? rule, ClusterRecord? record) =>
        rule?.Schedule is { } schedule ? new(schedule, StartTimes.LeadOf(rule, record)) : null;

    /// <summary>
    /// Returns whether an instant is inside a window or its lead, since when and until when. In the lead, <c>Since</c> is the start time
    /// that follows. Outside, <c>Until</c> is the next start time.
    /// </summary>
    public ScheduleState At(Instant instant)
    {
        var own = Schedule.At(instant);
        if (Lead == Duration.Zero || !own.IsUp && !(own.Until - Lead <= instant))
            return own;
        if (!own.IsUp)
            own = new(true, own.Until, Schedule.At(own.Until!.Value).Until);
        return new(true, Since(own.Since, instant), Until(own.Until, instant));
    }

    public bool IsUp(Instant instant) =>
        Lead == Duration.Zero ? Schedule.IsUp(instant) : Schedule.At(instant) is var own && (own.IsUp || own.Until - Lead <= instant);

    /// <summary>Returns the start time of the next window, without its lead.</summary>
    public Instant? NextStart(Instant instant) =>
        At(instant) is { IsUp: true } state ? state.Until is { } end ? Schedule.At(end).Until : null : Schedule.At(instant).Until;

    /// <summary>Returns the end of the window that starts at an instant.</summary>
    public Instant? EndOf(Instant start) => Lead == Duration.Zero ? Schedule.EndOf(start) : At(start).Until;

    /// <summary>Returns the end of a hold until the next start or stop: the start time minus its lead, or the stop time.</summary>
    public Instant? Next(Instant instant, bool up)
    {
        if (up)
            return NextStart(instant) - Lead;
        return At(instant) is { IsUp: true } state ? state.Until : NextStart(instant) is { } start ? EndOf(start) : null;
    }

    /// <summary>Returns the instant up to which boundaries count as passed: in a lead, the start time that follows.</summary>
    public Instant Passed(Instant instant) => Lead != Duration.Zero && At(instant) is { IsUp: true, Since: { } since } && since > instant
        ? since
        : instant;

    private Instant? Since(Instant? since, Instant instant)
    {
        for (var isJoined = false; since is { } start; isJoined = true)
        {
            if (instant - start > Reach)
                return isJoined ? null : start;
            if (Schedule.At(start - Duration.Epsilon).Since is not { } end || start - end > Lead)
                return start;
            since = Schedule.At(end - Duration.Epsilon).Since;
        }
        return null;
    }

    private Instant? Until(Instant? until, Instant instant)
    {
        for (var isJoined = false; until is { } end; isJoined = true)
        {
            if (end - instant > Reach)
                return isJoined ? null : end;
            if (Schedule.At(end).Until is not { } next || next - end > Lead)
                return end;
            until = Schedule.At(next).Until;
        }
        return null;
    }
}
