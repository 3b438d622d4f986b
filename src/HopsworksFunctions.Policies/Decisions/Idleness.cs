using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The conditions under which idle samples make a cluster idle.</summary>
internal static class Idleness
{
    public static bool IsLongEnough(Rule rule, ClusterRecord record) =>
        rule.Idle is { } idle && record.Quiet is { } spell && spell.Samples >= idle.Samples && spell.Last - spell.Since >= idle.After;

    /// <summary>Returns when the cluster had been idle for long enough, which identifies its idle stop; null if none is due.</summary>
    public static Instant? StopAt(Cluster cluster, Rule rule, ClusterRecord record, Instant now) =>
        rule.Stop && IsLongEnough(rule, record) && now >= StopPlan.GraceEnd(cluster, rule)
            && now >= (record.PowerSince ?? now) + rule.Settings.MinUptime
            && !(StopPlan.ManualHoldEnd(rule, record) is { } manual && now < manual)
            ? record.Quiet!.Since + rule.Idle!.After
            : null;
}
