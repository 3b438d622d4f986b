using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Stop warnings, and the causes in them, in decisions and on the keep-running page, as clauses after a colon.</summary>
public static class StopCause
{
    /// <summary>Returns a stop warning, which follows the cluster's name.</summary>
    internal static string Warn(Rule rule, ClusterRecord record, Instant now)
    {
        var (warning, times) = (record.Warning!, SentenceTimes.Of(rule, now));
        return warning switch
        {
            { WhileTried: true } =>
                $"stops {times.At(warning.StopAt)} or later, when an attempt succeeds: {Of(warning.Of, rule, record, times, now)}",
            { Of: Reason.Draining } when record.Drain is { } drain =>
                $"stops when idle, {times.At(warning.StopAt)} at the latest: {Drained(rule, record, drain, times, now)}",
            { Of: not (Reason.MaxUptime or Reason.Idle) } when record.Drain is { } drain => warning.For == drain.From + rule.Drain!.AtMost
                ? $"stops {times.At(warning.StopAt)}, even if it is active: it has drained for {DurationText.InWords(rule.Drain.AtMost)}"
                : $"is idle and stops {times.At(warning.StopAt)}: {Drained(rule, record, drain, times, now)}",
            _ => $"stops {times.At(warning.StopAt)}: {Of(warning.Of, rule, record, times, now)}",
        };
    }

    /// <param name="reason">The reason of the warned stop; null if it is unknown.</param>
    /// <param name="record">The record with the stop warning.</param>
    public static string Of(Reason? reason, Rule rule, ClusterRecord record, SentenceTimes times, Instant now)
    {
        if (record.Allowed is { } allowance)
            return $"{allowance.By} allowed this stop";
        var planned = record.Warning?.For;
        return reason switch
        {
            Reason.WindowEnd when rule.Schedule is not null => Window(rule, record, times, now),
            Reason.HoldEnd => planned <= now ? $"the hold ended {times.At(planned)}" : "the hold ends then",
            Reason.ManualHoldEnd when record.ManualHoldFrom is { } from => Manual(rule, from, times),
            Reason.MaxUptime when rule.MaxUptime is { } max =>
                $"it {(planned <= now ? "reached" : "reaches")} its maximum uptime of {DurationText.InWords(max)}",
            Reason.Idle when record.Quiet is { } quiet => $"idle since {times.At(quiet.Since)}",
            _ => $"rule '{rule.Name}' stops it",
        };
    }

    private static string Window(Rule rule, ClusterRecord record, SentenceTimes times, Instant now)
    {
        var schedule = $"schedule '{rule.Schedule!.Name}'";
        return rule.Schedule.At(now) switch
        {
            { IsUp: true } => $"its window in {schedule} ends",
            { } when rule.Enforce && record.StartedByHand => $"rule '{rule.Name}' enforces {schedule}",
            { Since: { } since } => $"outside {schedule} since {times.At(since)}",
            _ => $"outside {schedule}",
        };
    }

    private static string Manual(Rule rule, Instant from, SentenceTimes times)
    {
        var hold = rule.Settings.ManualHold;
        var kept = hold.Until is null ? $"for {DurationText.InWords(hold.Length)}" : $"until {ManualHoldText.Write(hold)}";
        return $"started manually outside schedule '{rule.Schedule?.Name}' {times.At(from)}; manual starts keep running {kept}";
    }

    /// <summary>Returns the reason why a drain began.</summary>
    private static string Drained(Rule rule, ClusterRecord record, DrainRecord drain, SentenceTimes times, Instant now) =>
        record.HeldUntil == drain.For ? $"the hold {(drain.For <= now ? "ended" : "ends")} {times.At(drain.For)}"
        : StopPlan.ManualHoldEnd(rule, record) == drain.For ? Manual(rule, record.ManualHoldFrom!.Value, times)
        : rule.Schedule!.At(now) is { IsUp: true } ? $"its window in schedule '{rule.Schedule.Name}' ends"
        : $"its window in schedule '{rule.Schedule.Name}' ended {times.At(rule.Schedule.At(now).Since ?? drain.For)}";
}
