using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Telemetry;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>
/// Manual starts and stops through the app, with the same checks, lease, stored intent and audit as every action. Later runs treat them
/// like manual actions in Hopsworks.ai, except that the app restores the worker nodes.
/// </summary>
public sealed class ManualActions(
    IHopsworksClient hopsworks, IActivityChecks probe, AccountStorage storage, RunMetrics metrics, TimeProvider time,
    ILogger<ManualActions> logger)
{
    /// <summary>
    /// Sends the call, or returns why it was not sent. With <paramref name="dryRun"/>, changes and audits nothing; a dry run in the
    /// policies is audited.
    /// </summary>
    /// <param name="action">Start or stop.</param>
    /// <param name="note">The reason in the requester's words; null for none.</param>
    /// <exception cref="StateUnavailableException">Nothing was sent.</exception>
    public async Task<OperationResult<ManualAction>> SendAsync(
        FoundCluster found, ClusterAction action, string? note, Requester requester, bool dryRun, CancellationToken cancellationToken)
    {
        var wish = new ManualActionRequest(found, action, new(requester.Id, requester.Trigger) { By = requester.Name, Note = note });
        // A certain refusal needs no lease.
        if (dryRun || found.Unmanaged is not null)
            return await DecideAsync(wish, dryRun, cancellationToken);
        var attempt = await storage.Leases.WaitAsync(
            $"{requester.Trigger} {wish.Word} of {wish.Name} by {requester.Name}", time, cancellationToken);
        if (attempt.Lease is not { } lease)
            return attempt.Refusal();
        await using (lease)
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
            try
            {
                return await DecideAsync(wish, dryRun, both.Token);
            }
            catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return new OperationError(OperationErrorKind.AnotherRun,
                    "The request lost its lease before it finished. Check the cluster, then try again.");
            }
        }
    }

    private async Task<OperationResult<ManualAction>> DecideAsync(
        ManualActionRequest wish, bool dryRun, CancellationToken cancellationToken)
    {
        var found = wish.Found;
        var state = await storage.Accounts.LoadAsync(found.Cluster.Id, cancellationToken);
        var run = new RunContext(wish.Request, time.GetCurrentInstant(), state, new(found.Policies, null), storage.Audit, time);
        var known = state.Records.GetValueOrDefault(found.Cluster.Id) is { } stored ? FutureFacts.Forget(stored, run.Now) : null;
        var decision = ClusterEvaluator.Evaluate(run, found.Cluster, found.Rule, known, null, run.Now, wish.Action);
        var report = new ClusterReport(found.Cluster, decision) { Asked = wish.Action };
        if (report.Decision.Action == ClusterAction.None)
            report.Done = ActionOutcome.NoLongerDue;
        else if (dryRun)
            report.Done = ActionOutcome.DryRun;
        else
            await SendAsync(run, report, known, cancellationToken);
        if (report.Done is ActionOutcome.Accepted or ActionOutcome.Uncertain or ActionOutcome.DryRun)
        {
            var message = report.Decision.Explain(report.Cluster, time.GetCurrentInstant());
            return new ManualAction(found.Cluster.Id, wish.Name, wish.Action, report.Done, message, report.Error)
            {
                KeptUntil = report.Decision.Until,
                Undone = report.Decision.Next,
            };
        }
        var refusal = wish.Refuse(report, state.Holds.GetValueOrDefault(found.Cluster.Id), time.GetCurrentInstant());
        if (!dryRun && report.Done == ActionOutcome.NoLongerDue)
            await run.Audit.RefusedAsync(report, refusal.Message, cancellationToken);
        return refusal;
    }

    private async Task SendAsync(RunContext run, ClusterReport report, ClusterRecord? known, CancellationToken cancellationToken)
    {
        if (known?.Pending is { Answer: not CallAnswer.Accepted } intent
            && await run.Audit.ResultOfAsync(report, intent, cancellationToken) is { } result)
            await run.Audit.AppendAsync(result, cancellationToken);
        await run.PowerChanges.TellAsync(known, report, run.Now, cancellationToken);
        if (!ReferenceEquals(report.Decision.Record, known))
            await run.State.SaveAsync(report.Decision.Record, cancellationToken);
        await new ActionExecutor(run, hopsworks, probe, time, logger).ActAsync([report], cancellationToken);
        metrics.RecordActions([report]);
    }
}

/// <summary>A start or stop that was sent or, in a dry run, would have been sent.</summary>
/// <param name="Done">Accepted, uncertain or a dry run.</param>
/// <param name="Message">The decision in a sentence.</param>
/// <param name="Error">The cause of an uncertain outcome; null if the outcome is certain.</param>
public sealed record ManualAction(string Id, string Name, ClusterAction Action, ActionOutcome Done, string Message, string? Error)
{
    /// <summary>
    /// For a start outside a window, the end of the time that the cluster is kept running; null inside a window, and for stops.
    /// </summary>
    [JsonIgnore]
    public Instant? KeptUntil { get; init; }

    /// <summary>The time when a rule with <c>enforce</c> undoes the action; null for none.</summary>
    [JsonIgnore]
    public Boundary? Undone { get; init; }
}
