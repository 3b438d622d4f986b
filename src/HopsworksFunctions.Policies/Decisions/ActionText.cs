using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The words for stops, starts, backups and restores of worker nodes.</summary>
internal static class ActionText
{
    public static DecisionWords Of(DecisionFacts facts) => facts.Decision.Reason switch
    {
        Reason.HoldUp => new("Starting", $"a hold keeps it running until {facts.Until()}"),
        Reason.WindowStart when facts.IsAhead => new("Starting", Ahead(facts), facts.NextStop()),
        Reason.WindowStart => new("Starting", facts.Inside(), facts.NextStop()),
        Reason.ManualStart => new("Starting", "requested manually", AfterStart(facts)),
        Reason.ManualStop => new("Stopping", "requested manually", AfterStop(facts)),
        Reason.RestoreWorkers => new("Restoring worker nodes", $"{facts.MissingWorkers}, deleted by the last stop"),
        Reason.BackupBeforeStop => new("Backing up", $"before the stop due {facts.Since()}"),
        Reason.DailyBackup => new("Backing up", $"daily backup, due {facts.Since()}"),
        Reason.HoldDown => Stop(facts, $"a hold keeps it stopped until {facts.Until()}", null),
        Reason.WindowEnd => Stop(
            facts, $"outside {facts.Schedule}{(EndOfWindow(facts) is { } end ? $" since {facts.Times.At(end)}" : "")}", facts.NextStart()),
        Reason.HoldEnd => Stop(facts, $"the hold ended {facts.Since()}, outside {facts.Schedule}", facts.NextStart()),
        Reason.ManualHoldEnd =>
            Stop(facts, $"started manually outside {facts.Schedule}, kept running until {facts.Since()}", facts.NextStart()),
        Reason.MaxUptime =>
            Stop(facts, $"reached its maximum uptime of {DurationText.InWords(facts.Decision.Rule!.MaxUptime!.Value)}", facts.NextStart()),
        Reason.Idle => Stop(facts, $"idle since {facts.Since()}", facts.NextStart()),
        _ => throw new InvalidOperationException($"{facts.Decision.Reason} is no such reason"),
    };

    private static DecisionWords Stop(DecisionFacts facts, string why, string? next) =>
        new DecisionWords("Stopping", why, next).Then(facts.Record.Allowed is { } allowance ? $"Allowed by {allowance.By}" : null)
            .Then(WithoutBackup(facts));

    /// <summary>Returns why a stop has no backup although its rule requires one; null otherwise.</summary>
    private static string? WithoutBackup(DecisionFacts facts) =>
        facts.Decision is not { Rule.Backup.IsBeforeStop: true, Reason: not Reason.HoldDown } ? null
        : facts.Cluster.BackupRetention == 0 ? "No backup first, because the cluster keeps backups for 0 days"
        : facts.Record.Backup is { Step: not BackupStep.Made } ? "No backup first, because it failed or took too long"
        : null;

    private static NodaTime.Instant? EndOfWindow(DecisionFacts facts) => facts.Decision.Rule!.Schedule!.At(facts.Now).Since;

    private static string Ahead(DecisionFacts facts)
    {
        var lead = StartTimes.LeadOf(facts.Decision.Rule!, facts.Record);
        return $"window in {facts.Schedule} starts {facts.Since()}, and a start takes up to {DurationText.InWords(lead)}";
    }

    private static string? AfterStart(DecisionFacts facts) => facts.Decision.Until is null
        ? Enforced(facts, "stops")
        : $"Outside {facts.Schedule}, so it keeps running until {facts.Until()}";

    private static string? AfterStop(DecisionFacts facts) => facts.Decision.Next is null ? facts.NextStart() : Enforced(facts, "starts");

    /// <summary>Returns a sentence on when the rule's <c>enforce</c> undoes the action; null if it does not.</summary>
    private static string? Enforced(DecisionFacts facts, string does) => facts.Decision.Next is { } then
        ? $"Rule '{facts.Decision.Rule!.Name}' enforces {facts.Schedule}: "
            + $"the app {does} it again after {facts.Times.At(then.At)} unless you set a hold"
        : null;
}
