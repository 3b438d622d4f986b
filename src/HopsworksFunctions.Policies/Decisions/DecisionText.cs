using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// Explanations of decisions for people, in the rule's time zone, or in one that the reader knows, which is not named.
/// </summary>
public static class DecisionText
{
    /// <summary>Returns the whole sentence: status, reason and what follows.</summary>
    public static string Explain(this Decision decision, Cluster cluster, Instant now, DateTimeZone? shown = null) =>
        decision.InWords(cluster, now, shown).Whole;

    public static DecisionWords InWords(this Decision decision, Cluster cluster, Instant now, DateTimeZone? shown = null)
    {
        var times = new SentenceTimes(shown ?? decision.Rule?.Zone ?? DateTimeZone.Utc, now, shown is null);
        var facts = new DecisionFacts(decision, cluster, now, times);
        return decision.Reason switch
        {
            Reason.Unknown => new("Unknown", "a reason from a newer version of the app"),
            Reason.NoRule or Reason.Protected or Reason.NotManaged or Reason.ProtectionEnds or Reason.NearMatch or Reason.UnknownSchedule
                or Reason.Broken or Reason.UnknownState => LeftAloneText.Of(facts),
            Reason.InTransition or Reason.BackingUp or Reason.BackupInProgress or Reason.UpgradeInProgress or Reason.NotActionable
                or Reason.InFlight or Reason.NewClusterGrace or Reason.MinUptime or Reason.MinDowntime or Reason.StartBackoff
                or Reason.StopBackoff or Reason.WorkersBackoff or Reason.StartFailed or Reason.LimitReached or Reason.IdleLimit =>
                WaitText.Of(facts),
            Reason.Frozen or Reason.Held or Reason.HoldDamaged or Reason.ManualHold or Reason.Draining or Reason.Warned
                or Reason.AlreadyThere or Reason.NoSchedule or Reason.InWindow or Reason.OutOfWindow or Reason.NeverStopped
                or Reason.NoWindowEnd or Reason.NeverStarted or Reason.StoppedUntilNextWindow => StayText.Of(facts),
            Reason.HoldUp or Reason.HoldDown or Reason.WindowStart or Reason.WindowEnd or Reason.HoldEnd or Reason.ManualHoldEnd
                or Reason.MaxUptime or Reason.Idle or Reason.ManualStart or Reason.ManualStop or Reason.RestoreWorkers
                or Reason.BackupBeforeStop or Reason.DailyBackup => ActionText.Of(facts),
        };
    }

    /// <summary>Returns the clause of a stop warning that follows the cluster's name: when it stops, and why.</summary>
    public static string ExplainWarning(this Decision decision, Instant now) => StopCause.Warn(decision.Rule!, decision.Record, now);

    /// <summary>Returns the clause after the cluster's name for an action that took effect earlier, but was not reported then.</summary>
    public static string ExplainLate(this PendingAction action, Rule? rule, Instant now)
    {
        var word = action.Action == ClusterAction.Stop ? "stopped" : "started";
        var why = action.IsByHand ? "requested manually" : action.IsOfPolicies ? $"by rule '{action.Rule}'" : "because of a hold";
        return $"{word} {SentenceTimes.Write(action.SentAt, rule, now)}, {why}";
    }

    /// <summary>Returns a number of attempts, such as <c>2 start attempts</c>.</summary>
    /// <param name="what"><c>start</c> or <c>stop</c>; null when the context is clear.</param>
    public static string Attempts(int count, string? what = null) => CountText.Of(count, what is null ? "attempt" : $"{what} attempt");
}
