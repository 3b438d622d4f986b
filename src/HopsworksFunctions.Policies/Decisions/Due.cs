using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Applies the results of earlier attempts to a due action.</summary>
internal static class Due
{
    /// <summary>Returns the action, or a wait if it failed recently or, for a start, too often.</summary>
    public static Decision Retried(Decision decision, RetryLimit retry, Instant now)
    {
        if (decision is not { Action: not ClusterAction.None, Due: { } due, Record.Failures: { } failures } || !due.HasFailed(failures))
            return decision;
        var start = due.Action == ClusterAction.Start;
        if (start && failures.Count > retry.Max)
            return new(ClusterAction.None, Reason.StartFailed, decision.Rule, decision.Record, due.Boundary) { Due = due };
        if (now >= failures.NotBefore)
            return decision;
        var reason = due.Action switch
        {
            ClusterAction.Start => Reason.StartBackoff,
            ClusterAction.Stop => Reason.StopBackoff,
            _ => Reason.WorkersBackoff,
        };
        var next = start ? new Boundary(failures.NotBefore, true) : decision.Next;
        return new(ClusterAction.None, reason, decision.Rule, decision.Record, due.Boundary, failures.NotBefore, next)
        {
            Due = due,
            Warning = decision.Warning,
        };
    }

    /// <summary>
    /// Forgets the failures of an action that is no longer due. Those of a pending action stay until its effect is visible.
    /// </summary>
    public static Decision WithoutOldFailures(Decision decision) =>
        decision.Record is { Failures: { } failures, Pending: null } && !(decision.Due is { } due && due.HasFailed(failures))
            ? decision with { Record = decision.Record with { Failures = null } }
            : decision;
}
