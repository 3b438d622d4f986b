using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>
/// The execution of a command on each of its clusters, like a person's request. A failure for one cluster does not affect the others.
/// </summary>
public sealed class WebhookCommandExecutor(
    ClusterLookup clusters, Holds holds, Freezes freezes, ManualActions actions, IAuditLog audit, TimeProvider time)
{
    // This is more than the entries of one request and of others at the same time.
    private const int MaxEntries = 1000;

    // The margin covers a clock that was set back.
    private static readonly Duration Margin = Duration.FromMinutes(1);

    internal async Task<OperationResult<WebhookOutcome>> CarryOutAsync(
        string source, WebhookCommand order, Requester requester, bool dryRun, CancellationToken cancellationToken)
    {
        if (order.Action == WebhookAction.Freeze)
            return await FreezeAsync(source, order, requester, dryRun, cancellationToken);
        var fleet = await clusters.ListAsync(cancellationToken);
        if (!fleet.Succeeded)
            return fleet.Error;
        var meant = order.Target.In(fleet.Value);
        if (!meant.Succeeded)
            return meant.Error;
        if (TooManyStops(order, fleet.Value, meant.Value) is { } limit)
        {
            if (!dryRun)
                await RefuseAsync(order, limit.Message, requester, cancellationToken, fleet.Value.Policies.Version);
            return limit;
        }
        var outcomes = new List<WebhookClusterOutcome>();
        foreach (var found in meant.Value)
        {
            var (step, message, refusal) = await DoAsync(order, found, requester, dryRun, cancellationToken);
            // A command for one cluster gets the same answer as from the functions for one cluster.
            if (order.Target is WebhookTarget.One && refusal is not null)
                return refusal;
            outcomes.Add(new(found.Cluster.Id, found.Cluster.Name, step, message));
        }
        return Sum(source, order, outcomes, dryRun);
    }

    /// <summary>
    /// Returns whether a request that ended early changed or sent anything. The audit log has an entry before each change.
    /// </summary>
    internal async Task<bool> HasBegunAsync(string requestId, Instant start, CancellationToken cancellationToken)
    {
        var query = new AuditQuery(From: start - Margin, Limit: MaxEntries)
        {
            Kinds = [AuditKind.Hold, AuditKind.Release, AuditKind.Start, AuditKind.Stop, AuditKind.Freeze],
        };
        var page = await audit.ReadAsync(query, cancellationToken);
        // Entries are newest first, so the first one about a cluster has its final result.
        return page.Next is not null || page.Entries.Where(e => e.RunId == requestId).GroupBy(e => e.ClusterId)
            .Any(ofCluster => ofCluster.First().Step is not (AuditStep.Refused or AuditStep.Failed or AuditStep.DryRun));
    }

    /// <summary>Writes an audit entry that nothing was done.</summary>
    internal Task RefuseAsync(
        WebhookCommand order, string why, Requester requester, CancellationToken cancellationToken, string? policyVersion = null) =>
        audit.AppendAsync(
            new AuditEntry(time.GetCurrentInstant(), requester.Id, requester.Trigger, KindOf(order.Action), why)
            {
                By = requester.Name,
                Step = AuditStep.Refused,
                PolicyVersion = policyVersion,
            },
            cancellationToken);

    private static AuditKind KindOf(WebhookAction action) => action switch
    {
        WebhookAction.Hold => AuditKind.Hold,
        WebhookAction.Release => AuditKind.Release,
        WebhookAction.Start => AuditKind.Start,
        WebhookAction.Stop => AuditKind.Stop,
        WebhookAction.Freeze => AuditKind.Freeze,
    };

    private async Task<OperationResult<WebhookOutcome>> FreezeAsync(
        string source, WebhookCommand order, Requester requester, bool dryRun, CancellationToken cancellationToken)
    {
        var request = new FreezeRequest((order.Target as WebhookTarget.OfRule)?.Rule, order.Until, order.Reason);
        var asked = await freezes.SetAsync(request, requester, dryRun, cancellationToken);
        if (!asked.Succeeded)
            return asked.Error;
        var text = asked.Value.Freeze!.Explain(new(DateTimeZone.Utc, time.GetCurrentInstant()));
        return asked.Value.Changed
            ? new WebhookOutcome(source, WebhookResult.Done, $"{text}.", dryRun, [])
            : new WebhookOutcome(source, WebhookResult.Nothing, $"Unchanged: {text}.", dryRun, []);
    }

    /// <summary>Returns an error if more clusters are due to stop than the stop limit allows. As in a run, none is stopped then.</summary>
    private static OperationError? TooManyStops(WebhookCommand order, Fleet fleet, IReadOnlyList<FoundCluster> meant)
    {
        if (order.Action != WebhookAction.Stop || order.Target is WebhookTarget.One)
            return null;
        var due = meant.Count(c => IsManagedAndUp(c) && c.Rule is { DryRun: false } && !fleet.Policies.DryRun);
        var most = StopLimit.Max(fleet.Policies.Limits, fleet.All.Count(IsManagedAndUp));
        return due <= most ? null : new(
            OperationErrorKind.StopLimit,
            $"The request would stop {CountText.Of(due, "running cluster")}, and the stop limit is {most}. None was stopped. "
                + "Name fewer clusters, or raise the limit.",
            Limit: $"{most}");
    }

    private static bool IsManagedAndUp(FoundCluster cluster) =>
        cluster.Unmanaged is null && Actionability.PowerOf(cluster.Cluster) == PowerState.Up;

    private async Task<(WebhookStep Step, string Message, OperationError? Refusal)> DoAsync(
        WebhookCommand order, FoundCluster found, Requester requester, bool dryRun, CancellationToken cancellationToken)
    {
        try
        {
            switch (order.Action)
            {
                case WebhookAction.Hold:
                    var wanted = new HoldRequest(order.State, order.Until!, order.Reason);
                    return Of(await holds.SetAsync(found, wanted, requester, dryRun, cancellationToken), found, dryRun);
                case WebhookAction.Release:
                    return Of(await holds.ReleaseAsync(found.Cluster.Id, requester, dryRun, cancellationToken), found, dryRun);
                default:
                    var action = order.Action == WebhookAction.Start ? ClusterAction.Start : ClusterAction.Stop;
                    return Of(await actions.SendAsync(found, action, order.Reason, requester, dryRun, cancellationToken));
            }
        }
        catch (Exception e) when (e is StateUnavailableException or StateConflictException)
        {
            return Refused(
                new(e is StateConflictException ? OperationErrorKind.StateConflict : OperationErrorKind.StateUnavailable, e.Message));
        }
    }

    private (WebhookStep, string, OperationError?) Of(OperationResult<HeldCluster> asked, FoundCluster found, bool dryRun)
    {
        if (!asked.Succeeded)
            return Refused(asked.Error);
        var text = asked.Value.Hold is { } hold ? hold.Explain(SentenceTimes.Of(found.Rule, time.GetCurrentInstant())) : "no hold";
        return asked.Value.Changed
            ? (dryRun ? WebhookStep.DryRun : WebhookStep.Done, text, null)
            : (WebhookStep.Skipped, $"unchanged: {text}", null);
    }

    private static (WebhookStep, string, OperationError?) Of(OperationResult<ManualAction> asked)
    {
        if (!asked.Succeeded)
            return Refused(asked.Error);
        var step = asked.Value.Done switch
        {
            ActionOutcome.Accepted => WebhookStep.Done,
            ActionOutcome.DryRun => WebhookStep.DryRun,
            _ => WebhookStep.Uncertain,
        };
        return (step, asked.Value.Error ?? asked.Value.Message, null);
    }

    private static (WebhookStep, string, OperationError?) Refused(OperationError refusal)
    {
        var isRight = refusal.Kind is OperationErrorKind.Protected or OperationErrorKind.NotManaged
            or OperationErrorKind.AlreadyThere or OperationErrorKind.InFlight;
        return (isRight ? WebhookStep.Skipped : WebhookStep.Failed, refusal.Message, refusal);
    }

    private static WebhookOutcome Sum(string source, WebhookCommand order, List<WebhookClusterOutcome> clusters, bool dryRun)
    {
        var failed = clusters.Count(c => c.Outcome == WebhookStep.Failed);
        var skipped = clusters.Count(c => c.Outcome == WebhookStep.Skipped);
        var done = clusters.Count - failed - skipped;
        var outcome = failed == 0
            ? done > 0 ? WebhookResult.Done : WebhookResult.Nothing
            : failed < clusters.Count ? WebhookResult.Partial : WebhookResult.Failed;
        var message = clusters.Count == 0
            ? "No cluster matches, so nothing was done."
            : $"{CamelCase.Of(order.Action)}: {done} done, {skipped} skipped, {failed} failed.";
        return new(source, outcome, message, dryRun, clusters);
    }
}
