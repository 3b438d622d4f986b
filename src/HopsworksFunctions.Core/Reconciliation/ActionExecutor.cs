using System.Collections.Concurrent;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Telemetry;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// The execution of a run's decisions, a few at a time: starts before stops, then by rule order. It stores and audits the intent before
/// each call and the result after it, so the next run notices a crash in between.
/// </summary>
internal sealed partial class ActionExecutor(
    RunContext run, IHopsworksClient hopsworks, IActivityChecks probe, TimeProvider time, ILogger logger)
{
    private ApiFailure? ended;
    private StateUnavailableException? unavailable;

    private Instant Now => time.GetCurrentInstant();

    /// <summary>
    /// Carries out the due actions, and returns the failure that ended the run early, such as a rejected API key; null for none.
    /// </summary>
    public async Task<ApiFailure?> ActAsync(IReadOnlyList<ClusterReport> clusters, CancellationToken cancellationToken)
    {
        if (!clusters.Any(IsDue))
            return null;
        var due = new ConcurrentQueue<ClusterReport>(clusters.Where(IsDue)
            .OrderByDescending(c => c.Decision.Action == ClusterAction.Start).ThenBy(c => c.Decision.Rule!.Order));
        await Task.WhenAll(Enumerable.Range(0, run.Policies.Limits.MaxConcurrentActions).Select(_ => WorkAsync(due, cancellationToken)));
        return ended;
    }

    private static bool IsDue(ClusterReport cluster) => cluster.Decision.Action != ClusterAction.None && cluster.Error is null;

    private async Task WorkAsync(ConcurrentQueue<ClusterReport> due, CancellationToken cancellationToken)
    {
        while (due.TryDequeue(out var cluster))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var dryRun = cluster.Decision.IsDryRun(run.Policies);
            var obstacle = unavailable?.Message ?? (dryRun ? null : ended?.Message);
            using var span = dryRun || obstacle is not null ? null : ActionSpan.Begin(cluster);
            try
            {
                if (obstacle is not null)
                    cluster.Fail($"not sent: the run ended early ({obstacle.TrimEnd('.')})");
                else if (dryRun)
                    await RehearseAsync(cluster, cancellationToken);
                else
                    await SendAsync(cluster, cancellationToken);
            }
            catch (StateUnavailableException e) when (e is not StateRefusedException)
            {
                // Every further call to the store could take equally long. The next run retries.
                unavailable = e;
                cluster.Fail(e.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                cluster.Fail(e.Message);
            }
            RunLog.Acted(logger, cluster, Now);
        }
    }

    private async Task RehearseAsync(ClusterReport cluster, CancellationToken cancellationToken)
    {
        var decision = cluster.Decision;
        cluster.Done = ActionOutcome.DryRun;
        if (decision.Record.Rehearsed == DryRunRecord.Of(decision))
            return;
        await run.Audit.StepAsync(cluster, AuditStep.DryRun, null, cancellationToken);
        cluster.Decision = decision with { Record = ActionTransitions.Rehearsed(decision) };
        await run.State.SaveAsync(cluster.Decision.Record, cancellationToken);
    }

    private async Task SendAsync(ClusterReport report, CancellationToken cancellationToken)
    {
        var decided = report.Decision;
        var read = await hopsworks.GetClusterAsync(report.Cluster.Id, cancellationToken);
        if (!read.Succeeded)
        {
            await UnreadAsync(report, read.Failure, cancellationToken);
            return;
        }
        report.Cluster = read.Value;
        if (!await IsStillDueAsync(report, cancellationToken))
            return;
        await run.PowerChanges.TellAsync(decided.Record, report, Now, cancellationToken);
        if (await IntendAsync(report, cancellationToken) is not { } intent)
            return;
        // The process may die at any point from here on. The stored intent keeps the next run from sending this twice.
        cancellationToken.ThrowIfCancellationRequested();
        var result = decided.Action == ClusterAction.Backup
            ? await BackUpAsync(report, intent, cancellationToken)
            : await ResultAsync(
                report, intent, await CallAsync(decided.Action, read.Value, intent, cancellationToken), cancellationToken);
        report.Decision = report.Decision with { Record = result };
        await run.Audit.ResultAsync(report, cancellationToken);
        await StoreAsync(report, result, cancellationToken);
    }

    /// <summary>Decides again on the freshly read cluster, and reports an action that is no longer due.</summary>
    private async Task<bool> IsStillDueAsync(ClusterReport report, CancellationToken cancellationToken)
    {
        var (decided, cluster) = (report.Decision, report.Cluster);
        // The activity check is repeated before a stop of an idle cluster, because someone may have come back.
        var rule = run.Policies.RuleFor(cluster);
        var samples = decided.IsForIdle && ClusterEvaluator.CanSample(cluster, rule)
            ? await probe.ProbeAsync([new(cluster, rule!)], cancellationToken)
            : null;
        var sample = samples?.GetValueOrDefault(cluster.Id);
        report.Sample = sample ?? report.Sample;
        // This respects a hold or a freeze that was set since the run began.
        await run.State.RereadWishesAsync(cluster.Id, rule?.Name, cancellationToken);
        run.Freezes = run.State.Freezes;
        var again = ClusterEvaluator.Evaluate(run, cluster, rule, decided.Record, sample, Now, report.Asked);
        report.Decision = again;
        if (again.Action == decided.Action)
            return true;
        // The next run decides the same and reports it, so only the activity check is kept.
        report.Done = ActionOutcome.NoLongerDue;
        var (quiet, unmeasured) = (again.Record.Quiet, again.Record.Unmeasured);
        var kept = samples is null ? decided.Record : decided.Record with { Quiet = quiet, Unmeasured = unmeasured };
        report.Decision = again with { Record = kept, Warning = null };
        await run.State.SaveAsync(report.Decision.Record, cancellationToken);
        return false;
    }

    private Task<ApiResult> CallAsync(ClusterAction action, Cluster cluster, ClusterRecord intent, CancellationToken cancellationToken) =>
        action switch
        {
            ClusterAction.Stop => hopsworks.StopAsync(cluster.Id, cancellationToken),
            ClusterAction.Start => hopsworks.StartAsync(cluster.Id, cancellationToken),
            ClusterAction.AddWorkers =>
                hopsworks.AddWorkersAsync(cluster.Id, WorkerSet.Missing(intent.Workers!, cluster.Workers), cancellationToken),
            ClusterAction.Backup or ClusterAction.None => throw new InvalidOperationException("There is no action to send."),
        };

    /// <summary>Stores the result. If that fails, the action still happened, and the stored intent makes the next run check it.</summary>
    private async Task StoreAsync(ClusterReport report, ClusterRecord result, CancellationToken cancellationToken)
    {
        try
        {
            await run.State.SaveAsync(result, cancellationToken);
        }
        catch (Exception e) when (e is StateUnavailableException or StateConflictException)
        {
            report.Error = $"{report.Error ?? "accepted"}, but the result could not be stored: {e.Message}";
        }
    }

    /// <summary>
    /// Stores and audits the intent. Returns null if either fails: the call must then not be sent, and the report says why.
    /// </summary>
    private async ValueTask<ClusterRecord?> IntendAsync(ClusterReport report, CancellationToken cancellationToken)
    {
        var stored = false;
        try
        {
            // The intent is stored before it is audited, because no later run would resolve an intent that only the audit log has.
            var intent = report.Decision.Action == ClusterAction.Backup ? Backups.Intent(report.Decision, run.Request.Id, Now)
                : ActionTransitions.Intent(report.Decision, report.Cluster, run.Request.Id, Now);
            await run.State.SaveAsync(intent, cancellationToken);
            stored = true;
            await run.Audit.StepAsync(report, AuditStep.Intent, null, cancellationToken);
            return intent;
        }
        catch (Exception e) when (e is StateUnavailableException or StateConflictException)
        {
            report.Fail($"not sent: the intent could not be {(stored ? "written to the audit log" : "stored")} ({e.Message.TrimEnd('.')})");
            if (!stored)
            {
                // A store that can be read but not written would delay every further cluster equally long.
                unavailable ??= e is StateRefusedException ? null : e as StateUnavailableException;
                return null;
            }
            await run.Audit.WithdrawnAsync(report, cancellationToken);
            await run.State.SaveAsync(report.Decision.Record, cancellationToken);
            return null;
        }
    }

    private async ValueTask<ClusterRecord> ResultAsync(
        ClusterReport report, ClusterRecord intent, ApiResult answer, CancellationToken cancellationToken)
    {
        if (answer.Succeeded)
        {
            report.Done = ActionOutcome.Accepted;
            return ActionTransitions.Accepted(intent);
        }
        if (!answer.Failure.MayHaveHappened)
            return Fail(report, answer.Failure.Message, answer.Failure) ? ActionTransitions.Withdrawn(intent)
                : ActionTransitions.Failed(
                    intent, run.Policies.Limits.Retry, answer.Failure.Message, answer.Failure.RetryAfter, intent.Pending!.SentAt);
        var look = await hopsworks.GetClusterAsync(intent.ClusterId, cancellationToken);
        if (look.Succeeded && Actionability.PowerOf(look.Value) != intent.Power)
        {
            report.Cluster = look.Value;
            report.Done = ActionOutcome.Accepted;
            return ActionTransitions.Accepted(intent);
        }
        report.Done = ActionOutcome.Uncertain;
        var sent = ActionWords.Noun(intent.Pending!.Action);
        report.Error = $"{SentenceText.End(answer.Failure.Message)} The next run checks whether the {sent} took effect";
        return ActionTransitions.Uncertain(intent, answer.Failure.RetryAfter);
    }

    /// <summary>Counts the attempt as failed if the cluster of a due action cannot be read, unless the failure ends the run.</summary>
    private async Task UnreadAsync(ClusterReport report, ApiFailure failure, CancellationToken cancellationToken)
    {
        var decided = report.Decision;
        var error = $"not sent: reading the cluster before the {ActionWords.Noun(decided.Action)} failed ({failure.Message.TrimEnd('.')})";
        if (Fail(report, error, failure) || report.Asked is not null || decided.Due is { Action: ClusterAction.Backup })
            return;
        var unread = ActionTransitions.Unread(
            decided.Record, decided.Due!, run.Policies.Limits.Retry, failure.Message, failure.RetryAfter, Now);
        report.Decision = decided with { Record = unread };
        await run.State.SaveAsync(report.Decision.Record, cancellationToken);
    }

    /// <returns>Whether the failure affects all clusters and therefore ends the run.</returns>
    private bool Fail(ClusterReport report, string error, ApiFailure failure)
    {
        report.Fail(error);
        if (failure.Kind is not (FailureKind.KeyRefused or FailureKind.KeyUnavailable or FailureKind.WrongRoute))
            return false;
        ended = failure;
        return true;
    }
}
