using NodaTime;

namespace HopsworksFunctions.Core.Policies.Decisions;

/// <summary>Stops under rules that warn: who is told when, and when the stop may follow.</summary>
internal static class Announced
{
    /// <summary>A stop that is due. A cluster that a person started is never stopped unannounced; any other goes when the warning came too late.</summary>
    public static Decision Stop(Rule rule, ClusterRecord record, StopPlan plan, Instant now)
    {
        var stop = new Decision(ClusterAction.Stop, plan.Reason, rule, record, plan.At);
        if (rule.Warn is not { } lead)
            return stop;
        if (record.Warning is { } warning && warning.For == plan.At)
            return now >= warning.StopAt ? stop : Wait(rule, record, plan.At, warning.StopAt);
        return record.StartedByHand ? Announce(Wait(rule, record, plan.At, now + lead), new(plan.At, now + lead), plan.Reason) : stop;
    }

    /// <summary>Adds the warning of a stop to come, once it is near enough.</summary>
    public static Decision Ahead(Decision wait, StopPlan stop, Instant now) =>
        wait.Rule!.Warn is { } lead && now >= stop.At - lead && wait.Record.Warning?.For != stop.At
            && wait is { Action: ClusterAction.None, Warning: null, Reason: not Reason.Warned }
            ? Announce(wait, new(stop.At, stop.At), stop.Reason)
            : wait;

    /// <summary>A stop for idleness, which is announced when idleness is first met.</summary>
    public static Decision IdleStop(Rule rule, ClusterRecord record, Instant now)
    {
        var since = record.Quiet!.Since;
        var stop = new Decision(ClusterAction.Stop, Reason.Idle, rule, record, since);
        if (rule.Warn is not { } lead)
            return stop;
        var met = since + rule.Idle!.After;
        if (record.Warning is not { } warning)
            return Announce(Wait(rule, record, since, now + lead), new(met, now + lead), Reason.Idle);
        if (warning.For == met)
            return now >= warning.StopAt ? stop : Wait(rule, record, since, warning.StopAt);
        // Another stop is announced already; it comes first, or idleness is announced in its turn.
        return warning.StopAt > now && warning.StopAt <= now + lead
            ? Wait(rule, record, warning.For, warning.StopAt)
            : Announce(Wait(rule, record, since, now + lead), new(met, now + lead), Reason.Idle);
    }

    private static Decision Wait(Rule rule, ClusterRecord record, Instant since, Instant until) =>
        new(ClusterAction.None, Reason.Warned, rule, record, since, until);

    private static Decision Announce(Decision decision, StopWarning warning, Reason reason) =>
        decision with { Warning = warning, WarnedOf = reason, Record = decision.Record with { Warning = warning } };
}
