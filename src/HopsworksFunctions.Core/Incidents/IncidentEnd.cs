using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>The message when an incident is resolved.</summary>
/// <param name="NoLongerDue">Whether the failed or delayed action is merely no longer needed, because nothing succeeded.</param>
internal readonly record struct IncidentEnd(string Message, bool NoLongerDue = false)
{
    /// <summary>Returns the end of an incident of a cluster that is no longer listed.</summary>
    public static IncidentEnd OfGone(string name) => new($"{name} no longer exists in Hopsworks.ai.", NoLongerDue: true);

    /// <summary>Returns the end of an incident of a cluster.</summary>
    public static IncidentEnd Of(EventKind kind, ClusterReport report, Instant now)
    {
        var (name, decision) = (report.Cluster.Name, report.Decision);
        var power = decision.Record.Power;
        return kind switch
        {
            EventKind.StartFailed => power == PowerState.Up ? new($"{name} is running.") : NotDue(report, "start", now),
            EventKind.StopFailed => power == PowerState.Down ? new($"{name} is stopped.") : NotDue(report, "stop", now),
            EventKind.NotFollowed => new($"{name} is {report.Cluster.StateText}."),
            EventKind.Workers => HasAllWorkers(report) ? new($"{name} has all its worker nodes.")
                : new($"{name}: no worker nodes to restore now.", NoLongerDue: true),
            EventKind.Defer => report.Done == ActionOutcome.Accepted
                ? new($"{name}: the {ActionWords.Noun(decision.Action)} was sent.")
                : new($"{name} is no longer delayed. {decision.Explain(report.Cluster, now)}.", decision.Due is null),
            EventKind.Probe => power == PowerState.Up && decision.Rule?.Probe is not null ? new($"{name}: activity check works.")
                : new($"{name}: activity is no longer checked.", NoLongerDue: true),
            EventKind.BackupFailed => decision is { Rule.Backup: not null, Record.Backup: { Step: BackupStep.Made, Name: var backup } }
                ? new($"{name}: backup {backup} was made.")
                : new($"{name}: no backup is due.", NoLongerDue: true),
            _ => Managed(report),
        };
    }

    private static IncidentEnd NotDue(ClusterReport report, string action, Instant now) =>
        new($"{report.Cluster.Name} is no longer due to {action}. {report.Decision.Explain(report.Cluster, now)}.", NoLongerDue: true);

    private static bool HasAllWorkers(ClusterReport report)
    {
        var wanted = report.Decision.Record.Workers ?? report.Before?.Workers ?? [];
        return report.Decision.Record.Power == PowerState.Up && WorkerSet.Missing(wanted, report.Cluster.Workers).Count == 0;
    }

    /// <summary>Returns the end for a cluster with a doubtful rule, or with none that managed it.</summary>
    private static IncidentEnd Managed(ClusterReport report)
    {
        var (name, rule) = (report.Cluster.Name, report.Decision.Rule);
        return new(rule is { Protect: true } ? $"{name} is protected by rule '{rule.Name}'."
            : Actionability.Manages(rule) ? $"{name} is managed by rule '{rule.Name}'."
            : $"{name} is {report.Cluster.StateText}, and no rule manages it.");
    }
}
