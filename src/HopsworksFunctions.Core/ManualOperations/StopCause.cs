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
            return $"it has been idle since {DecisionText.Write(quiet.Since.InZone(zone), now.InZone(zone))}";
        // Ignores holds, like the stop warning.
        return StopPlan.For(cluster, rule, LedSchedule.Of(rule, record)?.At(now), record, null, now)?.Reason switch
        {
            Reason.MaxUptime => $"it reaches its maximum uptime of {DurationText.Write(rule.MaxUptime!.Value)}",
            Reason.ManualHoldEnd => $"it was started manually outside schedule '{rule.Schedule!.Name}', and such a start is kept "
                + $"{(rule.Settings.ManualHold.Until is null ? "for" : "until")} {ManualHoldText.Write(rule.Settings.ManualHold)}",
            Reason.WindowEnd => $"its window in schedule '{rule.Schedule!.Name}' ends",
            _ => $"rule '{rule.Name}' stops it",
        };
    }
}
