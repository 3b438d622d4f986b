using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The words for clusters that stay as they are: because of a hold, a warning, or their schedule.</summary>
internal static class StayText
{
    public static DecisionWords Of(DecisionFacts facts) => facts.Decision.Reason switch
    {
        Reason.Frozen => new("Frozen", facts.Decision.Frozen!.Explain(facts.Times), "Nothing is started or stopped"),
        Reason.Held => new("On hold", $"kept {HoldText.Word(facts.Decision.Held)} until {facts.Until()}", facts.Next()),
        Reason.HoldDamaged => new("On hold", "kept as is, because the stored hold cannot be read", "Set a new hold or release this one"),
        Reason.ManualHold =>
            new("Running", $"started manually outside {facts.Schedule}, kept running until {facts.Until()}", facts.Next()),
        Reason.Draining => Draining(facts),
        Reason.Warned => new("Running", $"stops {facts.Until()}, warning sent: {Cause(facts)}"),
        Reason.AlreadyThere => new(facts.PowerStatus, $"already {(facts.PowerStatus == "Stopped" ? "stopped" : "running")}"),
        Reason.NoSchedule => new(facts.PowerStatus, $"{facts.Rule} has no schedule"),
        Reason.InWindow when facts.IsAhead => new("Running", $"window in {facts.Schedule} starts {facts.Since()}", facts.Next()),
        Reason.InWindow => new("Running", facts.Inside(), facts.Next()),
        Reason.OutOfWindow =>
            new("Stopped", $"outside {facts.Schedule}{(facts.Decision.Since is null ? "" : $" since {facts.Since()}")}", facts.Next()),
        Reason.NeverStopped => new("Running", $"outside {facts.Schedule}, but {facts.Rule} has \"stop\": false"),
        Reason.NoWindowEnd => new("Running", $"{facts.Schedule} has had no window in {Schedules.Schedule.Horizon.TotalDays:0} days, "
            + "so no stop time applies"),
        Reason.NeverStarted => new("Stopped", $"inside {facts.Schedule}, but {facts.Rule} has \"start\": false"),
        Reason.StoppedUntilNextWindow => new("Stopped", StoppedBy(facts.Record), facts.Next()),
        _ => throw new InvalidOperationException($"{facts.Decision.Reason} is no such reason"),
    };

    private static DecisionWords Draining(DecisionFacts facts)
    {
        var isUnmeasured = facts.Record.Unmeasured is not null;
        var why = $"{(isUnmeasured ? "activity cannot be checked" : "active")}, stop time was {facts.Since()}";
        return new("Draining", why, isUnmeasured ? $"Stops {facts.Until()}"
            : $"Stops when idle for {DurationText.InWords(facts.Decision.Rule!.Drain!.Idle)}, {facts.Until()} at the latest");
    }

    private static string Cause(DecisionFacts facts) =>
        StopCause.Of(facts.Record.Warning?.Of, facts.Decision.Rule!, facts.Record, facts.Times, facts.Now);

    private static string StoppedBy(ClusterRecord record) => record.StoppedFor switch
    {
        Reason.Idle => "by the app when idle",
        Reason.MaxUptime => "by the app at its maximum uptime",
        Reason.HoldDown => "by a hold",
        null when record.PowerSince is null => "before the app first saw it",
        null => "manually",
        _ => "by the app, earlier in this window",
    };
}
