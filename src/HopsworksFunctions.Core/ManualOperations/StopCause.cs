using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The reason for a stop warning, as a clause.</summary>
internal static class StopCause
{
    /// <param name="record">The record with the stop warning.</param>
    public static string Of(Cluster cluster, Rule rule, ClusterRecord record, Instant now)
    {
        var zone = rule.Schedule?.Zone ?? DateTimeZone.Utc;
        if (record is { Quiet: { } quiet, Warning.Of: Reason.Idle })
            return $"it has not been in use since {DecisionText.Write(quiet.Since.InZone(zone), now.InZone(zone))}";
        // Ignores holds, like the stop warning.
        return StopPlan.For(cluster, rule, LedSchedule.Of(rule, record)?.At(now), record, null, now)?.Reason switch
        {
            Reason.MaxUptime => $"it will have been up for its longest time, {DurationText.Write(rule.MaxUptime!.Value)}",
            Reason.ManualHoldEnd => $"it was started outside its schedule '{rule.Schedule!.Name}', and such a start is kept "
                + $"{(rule.Settings.ManualHold.Until is null ? "for" : "until")} {ManualHoldText.Write(rule.Settings.ManualHold)}",
            Reason.WindowEnd => $"its time in the schedule '{rule.Schedule!.Name}' ends",
            _ => $"the rule '{rule.Name}' wants it",
        };
    }
}
