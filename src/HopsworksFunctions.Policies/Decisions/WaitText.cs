using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The words for clusters that wait: for Hopsworks.ai, for time to pass, or for a person.</summary>
internal static class WaitText
{
    public static DecisionWords Of(DecisionFacts facts) => facts.Decision.Reason switch
    {
        Reason.InTransition => new(Waits(facts), $"the cluster is {facts.Cluster.StateText}"),
        Reason.BackupInProgress => new(Waits(facts), "a backup is in progress"),
        Reason.BackingUp =>
            new("Waiting", $"a backup is being made before the stop since {facts.Since()}", $"The stop waits for it until {facts.Until()}"),
        Reason.UpgradeInProgress => new(Waits(facts), "an upgrade is in progress"),
        Reason.NotActionable => new(Waits(facts), $"Hopsworks.ai does not report the cluster as {Allowed(facts.Cluster)}"),
        Reason.InFlight => new("Waiting", InFlight(facts)),
        Reason.NewClusterGrace => new("Waiting", $"new cluster, in its grace period until {facts.Until()}"),
        Reason.MinUptime => new("Waiting", $"started {facts.Since()}, minimum uptime ends {facts.Until()}"),
        Reason.MinDowntime => new("Waiting", $"stopped {facts.Since()}, minimum downtime ends {facts.Until()}"),
        Reason.StartBackoff => Retry(facts, Attempts(facts, "start")),
        Reason.StopBackoff => Retry(facts, Attempts(facts, "stop")),
        Reason.WorkersBackoff => Retry(facts, $"{Attempts(facts, null)} to restore {facts.MissingWorkers}"),
        Reason.StartFailed => new("Needs attention", $"{Attempts(facts, "start")} failed since {facts.Since()}",
            "No more attempts until the next start time"),
        Reason.LimitReached => new("Blocked", Limit(facts), "Allow the stop if it is intended, or fix the policies"),
        Reason.IdleLimit => new("Blocked", $"idle since {facts.Since()}, but only {IdleStops(facts)} allowed",
            "It stops when the limit allows another idle stop"),
        _ => throw new InvalidOperationException($"{facts.Decision.Reason} is no such reason"),
    };

    private static string Waits(DecisionFacts facts) => facts.Decision.IsDeferred ? "Delayed" : "Waiting";

    private static string Allowed(Cluster cluster) => Actionability.PowerOf(cluster) == PowerState.Up ? "stoppable" : "startable";

    private static string InFlight(DecisionFacts facts) => facts.Record.Pending?.Action switch
    {
        ClusterAction.Start => $"the start sent {facts.Since()} is in progress",
        ClusterAction.Stop => $"the stop sent {facts.Since()} is in progress",
        ClusterAction.AddWorkers => $"worker nodes requested {facts.Since()} are being added",
        ClusterAction.Backup or ClusterAction.None or null => $"an action sent {facts.Since()} is in progress",
    };

    private static string Attempts(DecisionFacts facts, string? what) => DecisionText.Attempts(facts.Record.Failures!.Count, what);

    private static DecisionWords Retry(DecisionFacts facts, string attempts) =>
        new("Waiting", $"{attempts} failed", $"Next attempt {facts.Until()}");

    private static string Limit(DecisionFacts facts) => facts.Decision.Limit is { } counts && counts.Due + counts.Made > counts.Max
        ? $"{counts.DueInWords()} and the stop limit is {counts.Max}"
        : "the stop is unexpected and exceeded the stop limit";

    private static string IdleStops(DecisionFacts facts) => facts.Decision.Limit is { } counts
        ? CountText.Of(counts.Max, "idle stop an hour is", "idle stops an hour are")
        : "as many idle stops an hour as the stop limit says are";
}
