using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Stops under rules that warn: each is announced long enough before it is made, whatever makes it come.</summary>
internal static class StopWarnings
{
    // Ticks are never exact: an announcement that comes so much too late is in time.
    private static readonly Duration Grace = Duration.FromSeconds(60);

    /// <summary>A stop that is due: made when it was announced in time, otherwise announced now.</summary>
    /// <param name="stop">As it would be without a warning.</param>
    /// <param name="planned">What names the stop in its announcement.</param>
    /// <param name="isBlocked">The cluster cannot take an action now.</param>
    public static Decision Stop(Decision stop, Instant planned, bool isBlocked, Instant now)
    {
        if (stop.Rule!.Warn is not { } lead)
            return stop;
        var (record, due) = (stop.Record, stop.Due!);
        // A dry run makes no stop, so that one announcement is all that there is to say of it.
        var isRehearsed = record.Rehearsed == DryRunRecord.Of(stop);
        if (record.Warning is { } warning && warning.For == planned && (isRehearsed || !IsSpent(warning, record, due, now)))
            return now >= warning.StopAt ? stop : Wait(stop, warning.StopAt);
        var known = record.Warning?.For == planned ? record.Warning : null;
        // Announced twice and never made: people hear of it again when it can be.
        if (isBlocked && known is ({ Anew: true } or { IsOver: true }))
            return Wait(known.IsOver ? stop : stop with { Record = record with { Warning = known with { IsOver = true } } }, known.StopAt);
        var at = WholeMinute.Of(now) + lead;
        var again = new StopWarning(planned, at) { WhileTried = due.HasFailed(record.Failures), Anew = isBlocked && known is not null };
        return Announce(Wait(stop, at), again, stop.Reason);
    }

    /// <summary>Adds the warning of a stop to come in the last run that is early enough for it.</summary>
    /// <param name="next">When the next run begins.</param>
    public static Decision Ahead(Decision wait, StopPlan stop, Instant now, Instant next)
    {
        if (wait.Rule!.Warn is not { } lead || wait.Record.Warning?.For == stop.At
            || wait is not { Action: ClusterAction.None, Warning: null, Reason: not Reason.Warned })
            return wait;
        var latest = stop.At - lead;
        return now > latest + Grace ? Announce(wait, new(stop.At, Instant.Max(stop.At, WholeMinute.Of(now) + lead)), stop.Reason)
            : next > latest ? Announce(wait, new(stop.At, stop.At), stop.Reason)
            : wait;
    }

    /// <summary>A stop for idleness, which waits for another one that is announced already.</summary>
    /// <param name="met">When it was quiet for long enough.</param>
    public static Decision IdleStop(Decision stop, Instant met, bool isBlocked, Instant now) =>
        stop.Rule!.Warn is { } lead && stop.Record.Warning is { } warning && warning.For != met
            && warning.StopAt > now && warning.StopAt <= now + lead
            ? Wait(stop with { Since = warning.For }, warning.StopAt) with { Due = null }
            : Stop(stop, met, isBlocked, now);

    /// <summary>Forgets a warning of what is no longer to come.</summary>
    public static ClusterRecord Without(ClusterRecord record) => record.Warning is null ? record : record with { Warning = null };

    private static bool IsSpent(StopWarning warning, ClusterRecord record, DueAction due, Instant now) =>
        now >= warning.StopAt + StopWarning.Lifetime && !(warning.WhileTried && due.HasFailed(record.Failures));

    private static Decision Wait(Decision stop, Instant until) =>
        stop with { Action = ClusterAction.None, Reason = Reason.Warned, Until = until };

    private static Decision Announce(Decision decision, StopWarning warning, Reason reason)
    {
        warning = warning with { Of = reason };
        return decision with { Warning = warning, Record = decision.Record with { Warning = warning } };
    }
}
