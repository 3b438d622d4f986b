using System.Globalization;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// Explains decisions to people in one sentence, in the schedule's time zone, or in another that the reader knows and that is not named.
/// </summary>
public static class DecisionText
{
    public static string Explain(this Decision decision, Cluster cluster, Instant now, DateTimeZone? shown = null) => decision.Reason switch
    {
        Reason.InTransition or Reason.BackupInProgress or Reason.UpgradeInProgress or Reason.NotActionable when decision.IsDeferred =>
            $"put off: {decision.ExplainWhy(cluster, now, shown)}",
        Reason.InTransition or Reason.BackupInProgress or Reason.UpgradeInProgress or Reason.NotActionable or
            Reason.InFlight or Reason.NewClusterGrace or Reason.MinUptime or Reason.MinDowntime or
            Reason.StartBackoff or Reason.StopBackoff or Reason.WorkersBackoff => $"waiting: {decision.ExplainWhy(cluster, now, shown)}",
        _ => decision.ExplainWhy(cluster, now, shown),
    };

    /// <summary>Explains without "waiting" or "put off", for answers to manual requests, which do not wait.</summary>
    public static string ExplainWhy(this Decision decision, Cluster cluster, Instant now, DateTimeZone? shown = null)
    {
        var rule = decision.Rule;
        var zone = shown ?? rule?.Schedule?.Zone ?? DateTimeZone.Utc;
        var schedule = $"'{rule?.Schedule?.Name}'";
        var (since, until) = (At(decision.Since), At(decision.Until));
        var next = decision.Next is { } b ? $", next {(b.Up ? "start" : "stop")} {At(b.At)}" : "";
        return decision.Reason switch
        {
            Reason.Unknown => "for a reason that this version does not know",
            Reason.NoRule => "left alone: no rule matches",
            Reason.Protected => $"protected by rule '{rule!.Name}'",
            Reason.NotManaged => $"left alone: rule '{rule!.Name}' does not manage it",
            Reason.ProtectionEnds =>
                $"protected: rule '{decision.Record.Protection!.Rule}' stopped matching at {since}, "
                    + $"and rule '{rule!.Name}' applies from {until}{Zone()}",
            Reason.NearMatch => $"protected: {MatchText.AlmostMatches(rule!, cluster)}; {MatchText.Advice(rule!, cluster)}",
            Reason.UnknownSchedule => $"left alone: {MatchText.UnknownSchedule(rule!, cluster)}",
            Reason.InTransition => $"it is {cluster.StateText}",
            Reason.Broken => $"left alone: it is in state {cluster.StateText}{Error(cluster)}",
            Reason.UnknownState => $"left alone: its state '{cluster.StateText}' is not known",
            Reason.BackupInProgress => "a backup is being made",
            Reason.UpgradeInProgress => "it is being upgraded",
            Reason.NotActionable => $"Hopsworks does not call it {(cluster.State == ClusterState.Running ? "stoppable" : "startable")} now",
            Reason.InFlight => $"our {Word(decision.Record.Pending?.Action)} of {since} is under way",
            Reason.Held => $"held until {until}{next}",
            Reason.HoldDamaged => "kept as it is: its hold cannot be read; set it anew or release it",
            Reason.NewClusterGrace => $"it is new, left alone until {until}",
            Reason.MinUptime => $"it came up at {since}, stays up until {until}",
            Reason.MinDowntime => $"it went down at {since}, stays down until {until}",
            Reason.ManualHold => $"kept: started by hand outside {schedule}, held until {until}{next}",
            Reason.Draining when decision.Record.Unmeasured is not null =>
                $"draining: activity cannot be checked; stop time was {since}, stops {until}{Zone()}",
            Reason.Draining => $"draining: active, stop time was {since}; stops when idle for "
                + $"{DurationText.Write(rule!.Drain!.Idle)}, {until} at the latest{Zone()}",
            Reason.Warned => $"stop announced for {until}",
            Reason.StartBackoff => $"{Attempts(decision.Record.Failures!.Count, "start")} failed, next attempt at {until}",
            Reason.StopBackoff => $"{Attempts(decision.Record.Failures!.Count, "stop")} failed, next attempt at {until}",
            Reason.WorkersBackoff =>
                $"{Attempts(decision.Record.Failures!.Count)} to add workers failed, "
                    + $"next attempt at {until}: {Missing(decision.Record, cluster)}",
            Reason.StartFailed => $"given up: {Attempts(decision.Record.Failures!.Count, "start")} failed since {since}",
            Reason.AlreadyThere => $"it is {cluster.StateText} already",
            Reason.LimitReached => "blocked by the stop limit: more unexpected stops are due than it allows",
            Reason.IdleLimit => $"idle since {since}, but only so many idle stops are made an hour as the stop limit says",
            Reason.NoSchedule => "kept as it is: its rule has no schedule",
            Reason.InWindow when decision.Since > now => $"up: window in schedule {schedule} starts {since}{Zone()}{next}",
            Reason.InWindow => $"up: inside {schedule}{UpMembers()}{(decision.Since is null ? "" : $" since {since}")}{Zone()}{next}",
            Reason.OutOfWindow => $"down: outside {schedule}{(decision.Since is null ? "" : $" since {since}")}{Zone()}{next}",
            Reason.NeverStopped => $"kept: outside {schedule}, but rule '{rule!.Name}' never stops it",
            Reason.NoWindowEnd => $"kept: {schedule} has had no window in {Schedules.Schedule.Horizon.TotalDays:0} days, at whose "
                + $"end it would be stopped",
            Reason.NeverStarted => $"left down: inside {schedule}{UpMembers()}, but rule '{rule!.Name}' never starts it",
            Reason.StoppedUntilNextWindow => $"left down until the next window: {StoppedBy(decision.Record)}{next}",
            Reason.HoldUp => $"starting: held up until {until}",
            Reason.HoldDown => $"stopping: held down until {until}",
            Reason.WindowStart when decision.Since > now =>
                $"starting: window in schedule {schedule} starts {since}{Zone()}, starts take up to "
                + $"{DurationText.Write(StartTimes.LeadOf(rule!, decision.Record))}"
                + (decision.Until is null ? "" : $", next stop {until}"),
            Reason.WindowStart => $"starting: inside {schedule}{UpMembers()} since "
                + $"{since}{Zone()}{(decision.Until is null ? "" : $", next stop {until}")}",
            Reason.WindowEnd => $"stopping: outside {schedule} since {At(rule!.Schedule!.At(now).Since)}{Zone()}{NextStart()}",
            Reason.HoldEnd => $"stopping: its hold ended at {since}, outside {schedule}{Zone()}{NextStart()}",
            Reason.ManualHoldEnd => $"stopping: started by hand, held until {since}, outside {schedule}{Zone()}{NextStart()}",
            Reason.MaxUptime => $"stopping: up for its longest time, {DurationText.Write(rule!.MaxUptime!.Value)}{NextStart()}",
            Reason.Idle => $"stopping: idle since {since}{NextStart()}",
            Reason.ManualStart => $"starting, as somebody "
                + $"asked{(decision.Until is null ? Undone("stops") : $"; outside {schedule}, so kept until {until}{Zone()}")}",
            Reason.ManualStop => $"stopping, as somebody asked{(decision.Next is null ? NextStart() : Undone("starts"))}",
            Reason.RestoreWorkers => $"adding the workers that the last stop deleted: {Missing(decision.Record, cluster)}",
        };

        string Zone() => shown is null ? $" ({zone.Id})" : "";
        string UpMembers() => rule!.Schedule!.MembersUp(now) is { Count: > 0 } members
            ? $" ({string.Join(", ", members.Select(m => m.Until is null ? m.Name : $"{m.Name} until {At(m.Until)}"))})" : "";
        string Undone(string does) => decision.Next is { } then
            ? $"; rule '{rule!.Name}' enforces {schedule}, so a run {does} it again after {At(then.At)}{Zone()}, unless it is held" : "";
        string NextStart() => rule is { Start: true } && LedSchedule.Of(rule, decision.Record)?.NextStart(now) is { } at
            ? $", next start {At(at)}" : "";
        string At(Instant? instant) => instant >= Hold.Never ? "released"
            : instant is { } i ? Write(i.InZone(zone), now.InZone(zone)) : "an unknown time";
    }

    /// <summary>The time and reason of the stop in a stop warning.</summary>
    public static string ExplainWarning(this Decision decision, Instant now)
    {
        var (rule, warning) = (decision.Rule!, decision.Warning!);
        var zone = rule.Schedule?.Zone ?? DateTimeZone.Utc;
        var schedule = $"'{rule.Schedule?.Name}'";
        var why = warning.Of switch
        {
            Reason.HoldEnd => $"its hold is over {(warning.For <= now ? $"since {At(warning.For)}" : "then")}, outside {schedule}",
            Reason.ManualHoldEnd => $"started by hand outside {schedule}, and kept until {At(warning.For)}",
            Reason.MaxUptime => $"up for its longest time, {DurationText.Write(rule.MaxUptime!.Value)}",
            Reason.Idle => $"idle since {At(decision.Record.Quiet!.Since)}",
            _ => $"outside {schedule} {(warning.For <= now ? $"since {At(warning.For)}" : "from then on")}",
        };
        if (decision.Record.Drain is { } drain && DrainText(drain) is { } drains)
            return drains;
        return warning.WhileTried
            ? $"is still to be stopped, which was refused: it may be stopped at any time from {At(warning.StopAt)} on ({zone.Id}): {why}"
            : $"will be stopped at {At(warning.StopAt)} ({zone.Id}): {why}";

        string At(Instant instant) => Write(instant.InZone(zone), now.InZone(zone));

        string? DrainText(DrainRecord drain) => warning switch
        {
            { Of: Reason.MaxUptime or Reason.Idle } or { WhileTried: true } => null,
            { Of: Reason.Draining } => $"stops when idle, {At(warning.StopAt)} at the latest ({zone.Id}): {Ended(drain)}",
            _ when warning.For == drain.From + rule.Drain!.AtMost =>
                $"stops at {At(warning.StopAt)} ({zone.Id}), even if it is active: "
                    + $"it has drained for {DurationText.Write(rule.Drain.AtMost)}",
            _ => $"is idle and stops at {At(warning.StopAt)} ({zone.Id}): {why}",
        };

        string Ended(DrainRecord drain) => decision.Record.HeldUntil == drain.For ? $"its hold ended at {At(drain.For)}"
            : StopPlan.ManualHoldEnd(rule, decision.Record) == drain.For ? $"started by hand, and kept until {At(drain.For)}"
            : $"its window in schedule {schedule} ended at {At(rule.Schedule!.At(now).Since ?? drain.For)}";
    }

    /// <summary>Describes an action that took effect earlier, but was not reported then.</summary>
    public static string ExplainLate(this PendingAction action, Rule? rule, Instant now)
    {
        var zone = rule?.Schedule?.Zone ?? DateTimeZone.Utc;
        var word = action.Action == ClusterAction.Stop ? "stopped" : "started";
        return $"{word} at {Write(action.SentAt.InZone(zone), now.InZone(zone))} "
            + $"({zone.Id}){(action.IsByHand ? ", as somebody asked" : "")}";
    }

    /// <summary>
    /// Writes a time as briefly as is clear at <paramref name="now"/>: <c>19:00</c> today, <c>Tue 07:00</c> within a week, otherwise with
    /// its date. A time that comes twice in a night says which it is: <c>02:30 (CET, +01:00)</c>.
    /// </summary>
    public static string Write(ZonedDateTime at, ZonedDateTime now)
    {
        var days = Period.DaysBetween(now.Date, at.Date);
        var format = days == 0 ? "HH':'mm" : Math.Abs(days) < 7 ? "ddd HH':'mm" : "uuuu'-'MM'-'dd HH':'mm";
        return $"{at.ToString(format, CultureInfo.InvariantCulture)}{Which(at)}";
    }

    /// <summary>Which of two equal local times it is, when clocks go back; empty for all other times.</summary>
    internal static string Which(ZonedDateTime at)
    {
        if (at.Zone.MapLocal(at.LocalDateTime).Count < 2)
            return "";
        var (name, offset) = (at.GetZoneInterval().Name, at.Offset.ToString("m", CultureInfo.InvariantCulture));
        // Zones without an abbreviation are named by their offset.
        return char.IsLetter(name[0]) ? $" ({name}, {offset})" : $" ({offset})";
    }

    /// <summary>A number of attempts in words, such as <c>2 start attempts</c>.</summary>
    /// <param name="what"><c>start</c> or <c>stop</c>; null when the context is clear.</param>
    public static string Attempts(int count, string? what = null) =>
        $"{count} {(what is null ? "" : $"{what} ")}attempt{(count == 1 ? "" : "s")}";

    private static string Missing(ClusterRecord record, Cluster cluster) =>
        WorkerSet.Text(WorkerSet.Missing(record.Workers ?? [], cluster.Workers));

    private static string Error(Cluster cluster) => cluster.ErrorMessage is { Length: > 0 } message ? $" ({message})" : "";

    private static string Word(ClusterAction? action) => action switch
    {
        ClusterAction.Start => "start",
        ClusterAction.Stop => "stop",
        ClusterAction.AddWorkers => "adding of workers",
        ClusterAction.None or null => "action",
    };

    private static string StoppedBy(ClusterRecord record) => record.StoppedFor switch
    {
        Reason.Idle => "stopped for being idle",
        Reason.MaxUptime => "stopped for its longest time up",
        Reason.HoldDown => "stopped by a hold",
        null => "stopped by hand, or before it was known",
        _ => "stopped already",
    };
}
