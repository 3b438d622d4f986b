using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Sends the stop warnings of rules with <c>warn</c>, long enough before each stop whatever its cause.</summary>
internal static class StopWarnings
{
    // Runs do not start exactly on time: a warning that is late by this much counts as in time.
    public static readonly Duration Grace = Duration.FromSeconds(60);

    /// <summary>Makes a due stop if its warning was sent in time, otherwise warns now.</summary>
    /// <param name="stop">The decision without a warning.</param>
    /// <param name="planned">The instant that identifies the stop in its warning.</param>
    /// <param name="isBlocked">Whether the cluster cannot take an action now.</param>
    public static Decision Stop(Decision stop, Instant planned, bool isBlocked, Instant now)
    {
        if (stop.Rule!.Warn is not { } lead)
            return stop;
        var (record, due) = (stop.Record, stop.Due!);
        var known = For(record, planned);
        if (IsRehearsed(record, stop.Reason, stop.Since) || known is not null && !IsSpent(known, record, due, now))
            return known is null || now >= known.StopAt ? stop : Wait(stop, known.StopAt);
        // After two warnings without a stop, warn again only when the cluster can be stopped.
        if (isBlocked && known is ({ Anew: true } or { IsOver: true }))
            return Wait(known.IsOver ? stop : stop with { Record = record with { Warning = known with { IsOver = true } } }, known.StopAt);
        var at = WholeMinute.Of(now) + lead;
        var again = new StopWarning(planned, at) { WhileTried = due.HasFailed(record.Failures), Anew = isBlocked && known is not null };
        return Announce(Wait(stop, at), again, stop.Reason);
    }

    /// <summary>Adds the warning of a planned stop in the last run that is early enough for it.</summary>
    /// <param name="next">When the next run begins.</param>
    public static Decision Ahead(Decision wait, StopPlan stop, Instant now, Instant next)
    {
        if (wait.Rule!.Warn is not { } lead || For(wait.Record, stop.At) is not null || IsRehearsed(wait.Record, stop.Reason, stop.Due)
            || wait is not { Action: ClusterAction.None, Warning: null, Reason: not Reason.Warned })
            return wait;
        var latest = stop.At - lead;
        return now > latest + Grace ? Announce(wait, new(stop.At, Instant.Max(stop.At, WholeMinute.Of(now) + lead)), stop.Reason)
            : next > latest ? Announce(wait, new(stop.At, stop.At), stop.Reason)
            : wait;
    }

    /// <summary>
    /// Reports that a stop waits until the cluster is idle, once, and again when its latest time changes. This is not yet a stop warning.
    /// </summary>
    /// <param name="stop">The stop at its latest time.</param>
    public static Decision Drain(Decision wait, StopPlan stop)
    {
        if (wait.Rule!.Warn is null || wait.Record is not { Warning: null, Drain: { } drain }
            || IsRehearsed(wait.Record, stop.Reason, stop.Due))
            return wait;
        var warning = new StopWarning(stop.At, stop.At) { Of = Reason.Draining };
        return wait with
        {
            Record = wait.Record with { Warning = warning, Drain = drain.Told == stop.At ? drain : drain with { Told = stop.At } },
            Warning = drain.Told == stop.At ? null : warning,
        };
    }

    /// <summary>Returns the warning of the stop planned for an instant; null if there is none.</summary>
    public static StopWarning? For(ClusterRecord record, Instant planned) =>
        record.Warning is { Of: not Reason.Draining } warning && warning.For == planned ? warning : null;

    /// <summary>Makes an idle stop, which waits if another stop already has a warning.</summary>
    /// <param name="met">When the cluster had been idle for long enough.</param>
    public static Decision IdleStop(Decision stop, Instant met, bool isBlocked, Instant now) =>
        stop.Rule!.Warn is { } lead && stop.Record.Warning is { } warning && warning.For != met
            && warning.StopAt > now && warning.StopAt <= now + lead
            ? Wait(stop with { Since = warning.For }, warning.StopAt) with { Due = null }
            : Stop(stop, met, isBlocked, now);

    /// <summary>Removes the warning of a stop that is no longer planned. A drain that continues later is then reported again.</summary>
    public static ClusterRecord Without(ClusterRecord record) => record.Warning is null ? record
        : record with { Warning = null, Drain = record.Drain is { } drain ? drain with { Told = null } : null };

    /// <summary>Returns whether a dry run made the stop, which it does only once, so one warning is enough.</summary>
    private static bool IsRehearsed(ClusterRecord record, Reason reason, Instant? due) =>
        record.Rehearsed is { } done && done == new DryRunRecord(ClusterAction.Stop, reason, due);

    private static bool IsSpent(StopWarning warning, ClusterRecord record, DueAction due, Instant now)
    {
        // One warning covers all attempts while they go on, so its time is that of the next one.
        var at = warning.WhileTried && record.Failures is { } failures && due.HasFailed(failures)
            ? Instant.Max(warning.StopAt, failures.NotBefore)
            : warning.StopAt;
        return now >= at + StopWarning.Lifetime;
    }

    private static Decision Wait(Decision stop, Instant until) =>
        stop with { Action = ClusterAction.None, Reason = Reason.Warned, Until = until };

    private static Decision Announce(Decision decision, StopWarning warning, Reason reason)
    {
        warning = warning with { Of = reason };
        return decision with { Warning = warning, Record = decision.Record with { Warning = warning } };
    }
}
