using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime.Extensions;
using NodaTime;

namespace HopsworksFunctions.Core.Runs;

/// <summary>The audit log entries of one run.</summary>
internal sealed class AuditTrail(IAuditLog log, RunRequest run, string? policyVersion, TimeProvider time)
{
    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => log.AppendAsync(entry, cancellationToken);

    /// <summary>Adds the entries of several changes in as few calls as the log allows.</summary>
    /// <returns>For each change, the reason the log refused one of its entries; null if it stored all of them.</returns>
    public async Task<IReadOnlyList<StateRefusedException?>> AppendGroupsAsync(
        IReadOnlyList<IReadOnlyList<AuditEntry>> changes, CancellationToken cancellationToken)
    {
        List<AuditEntry> entries = [.. changes.SelectMany(entries => entries)];
        var refusals = entries.Count == 0 ? [] : await log.AppendAllAsync(entries, cancellationToken);
        var found = new StateRefusedException?[changes.Count];
        if (refusals.All(refusal => refusal is null))
            return found;
        for (int change = 0, start = 0; change < found.Length; start += changes[change++].Count)
            found[change] = refusals.Skip(start).Take(changes[change].Count).FirstOrDefault(refusal => refusal is not null);
        return found;
    }

    /// <summary>Adds entries in as few calls as the log allows.</summary>
    /// <exception cref="StateRefusedException">The log refused one of them, but still received the others.</exception>
    public async Task AppendAllAsync(IEnumerable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        if ((await AppendGroupsAsync([[.. entries]], cancellationToken))[0] is { } refusal)
            throw refusal;
    }

    public Task StepAsync(ClusterReport cluster, AuditStep step, string? answer, CancellationToken cancellationToken) =>
        IsRead ? AppendAsync(Entry(cluster, KindOf(cluster.Decision.Action), step, answer), cancellationToken) : Task.CompletedTask;

    /// <summary>
    /// Audits the result of an intent. If that fails, only reports the failure, because the cluster's record must still be stored for the
    /// next run.
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

    /// <summary>Withdraws an intent after a failure to audit it, in case its entry was stored after all.</summary>
    public async Task WithdrawnAsync(ClusterReport cluster, CancellationToken cancellationToken)
    {
        try
        {
            await StepAsync(cluster, AuditStep.Failed, cluster.Error, cancellationToken);
        }
        catch (StateUnavailableException)
        {
            // The report already contains the failure.
        }
    }

    /// <summary>
    /// Returns the result of an earlier run's unresolved intent, as the cluster's state shows it; null if it is already audited.
    /// </summary>
    public async Task<AuditEntry?> ResultOfAsync(ClusterReport cluster, PendingAction intent, CancellationToken cancellationToken)
    {
        if (await HasResultAsync(cluster.Cluster.Id, intent, cancellationToken))
            return null;
        var carriedOut = intent.WasCarriedOut(cluster.Decision.Record);
        var sent = $"the {ActionWords.Noun(intent.Action)} sent {SentenceTimes.Write(intent.SentAt, cluster.Decision.Rule, Now)}";
        var effect = $"{(carriedOut ? "took effect" : "did not take effect")}, as the cluster's state shows";
        return Entry(KindOf(intent.Action), $"{sent} {effect}") with
        {
            ClusterId = cluster.Cluster.Id,
            ClusterName = cluster.Cluster.Name,
            Rule = intent.Rule,
            Reason = intent.Reason,
            Step = carriedOut ? AuditStep.Accepted : AuditStep.Failed,
        };
    }

    /// <summary>Audits the result of an earlier run's intent that has no result in the audit log.</summary>
    /// <param name="clause">The known result, as a clause.</param>
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

    /// <summary>Audits the refusal of a person's request, with the reason.</summary>
    public Task RefusedAsync(ClusterReport cluster, string why, CancellationToken cancellationToken) =>
        AppendAsync(Entry(cluster, KindOf(cluster.Asked!.Value), AuditStep.Refused, why), cancellationToken);

    public AuditEntry Warning(ClusterReport cluster) => Entry(cluster, AuditKind.Warn, null, null);

    /// <summary>Returns the entry for a one-time event.</summary>
    public AuditEntry Of(Happening happening) =>
        Entry(
            happening.Kind == EventKind.Warn ? AuditKind.WarnOver : AuditKind.Notice,
            $"{CamelCase.Of(happening.Kind)}: {happening.ClusterName} {happening.Clause}") with
        {
            ClusterId = happening.ClusterId,
            ClusterName = happening.ClusterName,
            Rule = happening.Rule,
        };

    /// <summary>Returns the entry for a cluster that started or stopped.</summary>
    /// <param name="ours">The app's action that caused it; null for none.</param>
    /// <param name="left">See <see cref="AuditEntry.Left"/>.</param>
    public AuditEntry Power(ClusterReport cluster, PowerState power, PendingAction? ours, Cause cause, Instant? left)
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
        return Entry(kind, $"{cluster.Cluster.Name} {message}") with
        {
            ClusterId = cluster.Cluster.Id,
            ClusterName = cluster.Cluster.Name,
            Rule = ours?.Rule ?? cluster.Decision.Rule?.Name,
            Reason = ours?.Reason,
            Cause = cause,
            Left = left,
            Nodes = ours?.Nodes,
        };
    }

    /// <summary>Returns the entry for a cluster that is no longer listed.</summary>
    public AuditEntry Deleted(ClusterRecord record, Instant? left) =>
        Entry(AuditKind.ClusterDeleted, $"{record.Name} no longer exists in Hopsworks.ai") with
        {
            ClusterId = record.ClusterId,
            ClusterName = record.Name,
            Left = left
        };

    /// <summary>Audits that a person allowed this run to exceed the stop limit, and that it did.</summary>
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

    public AuditEntry Of(Notice notice) =>
        Entry(notice.Over ? AuditKind.IncidentResolved : AuditKind.Incident, $"{CamelCase.Of(notice.Kind)}: {notice.Message}") with
        {
            ClusterId = notice.ClusterId,
            Rule = notice.Rule,
        };

    /// <summary>Returns whether a run already audited the result but died before storing it.</summary>
    private async Task<bool> HasResultAsync(string clusterId, PendingAction intent, CancellationToken cancellationToken)
    {
        var page = await log.ReadAsync(new(clusterId, From: intent.SentAt) { Kinds = [KindOf(intent.Action)] }, cancellationToken);
        // Entries come newest first, and entries before the intent belong to an earlier intent.
        return page.Entries.TakeWhile(entry => entry.Step != AuditStep.Intent)
            .Any(entry => entry.Step is AuditStep.Accepted or AuditStep.Failed);
    }

    private AuditEntry Entry(ClusterReport report, AuditKind kind, AuditStep? step, string? answer)
    {
        var (cluster, decision) = (report.Cluster, report.Decision);
        var note = run.Note is null ? "" : $" ({run.Note})";
        return Entry(kind, $"{decision.Explain(cluster, Now)}{note}") with
        {
            ClusterId = cluster.Id,
            ClusterName = cluster.Name,
            Rule = decision.Rule?.Name,
            Reason = decision.Reason,
            By = report.Asked is null ? null : run.By,
            Step = step,
            Answer = answer,
        };
    }

    private static AuditKind KindOf(ClusterAction action) => action switch
    {
        ClusterAction.Stop => AuditKind.Stop,
        ClusterAction.Start => AuditKind.Start,
        ClusterAction.AddWorkers => AuditKind.AddWorkers,
        ClusterAction.Backup => AuditKind.Backup,
        ClusterAction.None => throw new InvalidOperationException("There was no action."),
    };

    public static ClusterAction ActionOf(AuditKind kind) => kind switch
    {
        AuditKind.Stop => ClusterAction.Stop,
        AuditKind.Start => ClusterAction.Start,
        AuditKind.AddWorkers => ClusterAction.AddWorkers,
        AuditKind.Backup => ClusterAction.Backup,
        _ => ClusterAction.None,
    };

    /// <summary>Returns an entry of this run about the whole account.</summary>
    public AuditEntry Entry(AuditKind kind, string message) =>
        new(Now, run.Id, run.Trigger, kind, message) { PolicyVersion = policyVersion };

    /// <summary>Whether anyone reads the entries. False in a simulation, which would write thousands of entries for no reader.</summary>
    public bool IsRead => log is not NoAudit;

    private Instant Now => time.GetCurrentInstant();
}
