using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime.Extensions;
using NodaTime;

namespace HopsworksFunctions.Core.Runs;

/// <summary>Writes one run's entries to the audit log.</summary>
internal sealed class AuditTrail(IAuditLog log, RunRequest run, string? policyVersion, TimeProvider time)
{
    public Task StepAsync(ClusterReport cluster, AuditStep step, string? answer, CancellationToken cancellationToken) =>
        AppendAsync(cluster, KindOf(cluster.Decision.Action), step, answer, cancellationToken);

    /// <summary>
    /// Audits the result of an intent. A failure is only reported, because the cluster's record must still be stored for the next run.
    /// </summary>
    public async Task ResultAsync(ClusterReport cluster, CancellationToken cancellationToken)
    {
        var step = cluster.Done switch
        {
            ActionOutcome.Accepted => AuditStep.Accepted,
            ActionOutcome.Uncertain => AuditStep.Uncertain,
            _ => AuditStep.Failed,
        };
        try
        {
            await StepAsync(cluster, step, cluster.Error, cancellationToken);
        }
        catch (StateUnavailableException e)
        {
            cluster.Error = $"{cluster.Error ?? "accepted"}, but the audit entry could not be written: {e.Message}";
        }
    }

    /// <summary>Withdraws an intent whose auditing failed, in case its entry was stored after all.</summary>
    public async Task WithdrawnAsync(ClusterReport cluster, CancellationToken cancellationToken)
    {
        try
        {
            await StepAsync(cluster, AuditStep.Failed, cluster.Error, cancellationToken);
        }
        catch (StateUnavailableException)
        {
            // The report says so already.
        }
    }

    /// <summary>Audits the result of an earlier run's unresolved intent, as the cluster shows it now.</summary>
    public async Task ResolvedAsync(ClusterReport cluster, PendingAction intent, CancellationToken cancellationToken)
    {
        if (await HasResultAsync(cluster.Cluster.Id, intent, cancellationToken))
            return;
        var carriedOut = intent.WasCarriedOut(cluster.Decision.Record);
        var sent = $"the {ActionWords.Noun(intent.Action)} sent {SentenceTimes.Write(intent.SentAt, cluster.Decision.Rule, Now)}";
        var effect = $"{(carriedOut ? "took effect" : "did not take effect")}, as the cluster's state shows";
        await log.AppendAsync(Entry(KindOf(intent.Action), $"{sent} {effect}") with
        {
            ClusterId = cluster.Cluster.Id,
            ClusterName = cluster.Cluster.Name,
            Rule = intent.Rule,
            Reason = intent.Reason,
            Step = carriedOut ? AuditStep.Accepted : AuditStep.Failed,
        }, cancellationToken);
    }

    /// <summary>Audits the result of an earlier run's intent that has none in the audit log.</summary>
    /// <param name="clause">What is known of the result.</param>
    public Task ResolvedAsync(AuditEntry intent, AuditStep step, string clause, CancellationToken cancellationToken) => log.AppendAsync(
        intent with
        {
            At = Now,
            RunId = run.Id,
            Trigger = run.Trigger,
            Step = step,
            Message = $"run {intent.RunId}: {clause}",
            Answer = null
        },
        cancellationToken);

    /// <summary>Audits the refusal of a person's request, and why.</summary>
    public Task RefusedAsync(ClusterReport cluster, string why, CancellationToken cancellationToken) =>
        AppendAsync(cluster, KindOf(cluster.Asked!.Value), AuditStep.Refused, why, cancellationToken);

    public Task WarnAsync(ClusterReport cluster, CancellationToken cancellationToken) =>
        AppendAsync(cluster, AuditKind.Warn, null, null, cancellationToken);

    /// <summary>Audits a one-time event.</summary>
    public Task HappenedAsync(Happening happening, CancellationToken cancellationToken) => log.AppendAsync(
        Entry(
            happening.Kind == EventKind.Warn ? AuditKind.WarnOver : AuditKind.Notice,
            $"{CamelCase.Of(happening.Kind)}: {happening.ClusterName} {happening.Clause}") with
        {
            ClusterId = happening.ClusterId,
            ClusterName = happening.ClusterName,
            Rule = happening.Rule,
        },
        cancellationToken);

    /// <summary>Audits that a cluster started running or stopped.</summary>
    /// <param name="ours">The app's action that caused it; null if none did.</param>
    /// <param name="left">See <see cref="AuditEntry.Left"/>.</param>
    public Task PowerAsync(
        ClusterReport cluster, PowerState power, PendingAction? ours, Cause cause, Instant? left, CancellationToken cancellationToken)
    {
        var (kind, word, state) = power == PowerState.Up
            ? (AuditKind.CameUp, "started", "running")
            : (AuditKind.WentDown, "stopped", "stopped");
        var message = ours is not null
            ? $"is {state} after the {ActionWords.Noun(ours.Action)} sent "
            + $"{SentenceTimes.Write(ours.SentAt, cluster.Decision.Rule, Now)}"
            : cluster.Decision.Record is { StartedFor: not null } or { StoppedFor: not null } && cause != Cause.Unknown
                ? $"is {state} after a {(power == PowerState.Up ? "start" : "stop")} that took effect late"
            : cause != Cause.Unknown ? $"was {word} manually"
            : left is null ? $"was first seen, {state}"
            : $"is {state} again";
        return log.AppendAsync(Entry(kind, $"{cluster.Cluster.Name} {message}") with
        {
            ClusterId = cluster.Cluster.Id,
            ClusterName = cluster.Cluster.Name,
            Rule = ours?.Rule ?? cluster.Decision.Rule?.Name,
            Reason = ours?.Reason,
            Cause = cause,
            Left = left,
            Nodes = ours?.Nodes,
        }, cancellationToken);
    }

    /// <summary>Audits that a cluster is no longer listed.</summary>
    public Task VanishedAsync(ClusterRecord record, Instant? left, CancellationToken cancellationToken) => log.AppendAsync(
        Entry(AuditKind.ClusterDeleted, $"{record.Name} no longer exists in Hopsworks.ai") with
        {
            ClusterId = record.ClusterId,
            ClusterName = record.Name,
            Left = left
        }, cancellationToken);

    /// <summary>Audits that a person allowed this run to make stops beyond the stop limit, and that it made them.</summary>
    public Task StopsAllowedAsync(string message, CancellationToken cancellationToken) =>
        log.AppendAsync(Entry(AuditKind.StopsAllowed, message) with { By = run.By }, cancellationToken);

    /// <param name="name">The cluster's name; null if unknown.</param>
    public Task HoldOverAsync(Hold hold, string? name, CancellationToken cancellationToken) => log.AppendAsync(
        Entry(AuditKind.HoldExpired, $"the hold set by {hold.By} on {hold.Since} ended") with
        {
            ClusterId = hold.ClusterId,
            ClusterName = name,
            HeldAs = hold.State,
            HeldUntil = hold.Until
        }, cancellationToken);

    public Task IncidentAsync(Notice notice, CancellationToken cancellationToken) => log.AppendAsync(
        Entry(notice.Over ? AuditKind.IncidentResolved : AuditKind.Incident, $"{CamelCase.Of(notice.Kind)}: {notice.Message}") with
        {
            ClusterId = notice.ClusterId,
            Rule = notice.Rule,
        }, cancellationToken);

    /// <summary>Whether a run audited the result but died before storing it.</summary>
    private async Task<bool> HasResultAsync(string clusterId, PendingAction intent, CancellationToken cancellationToken)
    {
        var page = await log.ReadAsync(new(clusterId, From: intent.SentAt) { Kinds = [KindOf(intent.Action)] }, cancellationToken);
        // Entries come newest first; those before the intent belong to an earlier one.
        return page.Entries.TakeWhile(entry => entry.Step != AuditStep.Intent)
            .Any(entry => entry.Step is AuditStep.Accepted or AuditStep.Failed);
    }

    private Task AppendAsync(ClusterReport report, AuditKind kind, AuditStep? step, string? answer, CancellationToken cancellationToken)
    {
        var (cluster, decision) = (report.Cluster, report.Decision);
        var note = run.Note is null ? "" : $" ({run.Note})";
        var entry = Entry(kind, $"{decision.Explain(cluster, Now)}{note}") with
        {
            ClusterId = cluster.Id,
            ClusterName = cluster.Name,
            Rule = decision.Rule?.Name,
            Reason = decision.Reason,
            By = report.Asked is null ? null : run.By,
            Step = step,
            Answer = answer,
        };
        return log.AppendAsync(entry, cancellationToken);
    }

    private static AuditKind KindOf(ClusterAction action) => action switch
    {
        ClusterAction.Stop => AuditKind.Stop,
        ClusterAction.Start => AuditKind.Start,
        ClusterAction.AddWorkers => AuditKind.AddWorkers,
        ClusterAction.None => throw new InvalidOperationException("There was no action."),
    };

    public static ClusterAction ActionOf(AuditKind kind) => kind switch
    {
        AuditKind.Stop => ClusterAction.Stop,
        AuditKind.Start => ClusterAction.Start,
        AuditKind.AddWorkers => ClusterAction.AddWorkers,
        _ => ClusterAction.None,
    };

    private AuditEntry Entry(AuditKind kind, string message) =>
        new(Now, run.Id, run.Trigger, kind, message) { PolicyVersion = policyVersion };

    private Instant Now => time.GetCurrentInstant();
}
