using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// One run over the account: recover, observe, decide, limit, record, act, close. It works from the current state and the stored
/// records, so a late, missed or repeated run loses nothing and repeats no action.
/// </summary>
public sealed class Reconciler(
    IHopsworksClient hopsworks, IActivityChecks probe, IPolicySource policySource, AccountStorage storage,
    INotificationDispatcher dispatcher, TimeProvider time, ILogger<Reconciler> logger)
{
    /// <summary>Makes a run or a plan, and reports expected failures instead of throwing.</summary>
    /// <exception cref="OperationCanceledException">The process is stopping; nothing more was sent.</exception>
    public async Task<RunReport> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var progress = new RunProgress(request, storage.Accounts.Account, time.GetCurrentInstant());
        try
        {
            await (request.Mode == RunMode.Plan ? PlanAsync(progress, cancellationToken) : ReconcileAsync(progress, cancellationToken));
        }
        catch (Exception e) when (e is StateUnavailableException or StateConflictException)
        {
            progress.Fail(e.Message);
        }
        return Finish(progress);
    }

    /// <summary>Decides like a run, but on a read-only copy of the state.</summary>
    private async Task PlanAsync(RunProgress progress, CancellationToken cancellationToken)
    {
        var state = await storage.Accounts.LoadReadOnlyAsync(cancellationToken);
        progress.Report = progress.Report with { Incidents = state.Incidents };
        var run = await BeginAsync(progress, state, new NoAudit(), cancellationToken);
        if (await HasWrongClockAsync(run, progress, cancellationToken) || !await CheckAsync(run, progress, cancellationToken)
            || !await ObserveAsync(run, progress, cancellationToken))
            return;
        await LimitAsync(run, cancellationToken);
        await SetKeyAndOutageAsync(run, null, cancellationToken);
    }

    private async Task ReconcileAsync(RunProgress progress, CancellationToken cancellationToken)
    {
        var attempt = await storage.Leases.TryAcquireAsync($"{progress.Request.Trigger} run {progress.Request.Id}", cancellationToken);
        if (attempt.Lease is not { } lease)
        {
            progress.Report = progress.Report with { Outcome = RunOutcome.Skipped, Error = $"{attempt.Holder}, so this run did nothing" };
            return;
        }
        await using (lease)
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
            try
            {
                await ReconcileAloneAsync(progress, both.Token);
            }
            catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                progress.Fail("the run lost its lease and sent nothing more; the next run continues");
            }
        }
    }

    private async Task ReconcileAloneAsync(RunProgress progress, CancellationToken cancellationToken)
    {
        var state = progress.State = await storage.Accounts.LoadAsync(cancellationToken);
        progress.IsFirstOfHour = state.IsFirstOfHour(progress.Report.StartedAt);
        var run = await BeginAsync(progress, state, storage.Audit, cancellationToken);
        await RunStepsAsync(run, progress, cancellationToken);
        progress.FinishedAt = time.GetCurrentInstant();
        var lookedBefore = Observation.LastOf(state);
        if (run.ClockProblem is null)
            await state.AddAsync((progress.Report with { FinishedAt = progress.FinishedAt.Value }).ToFinishedRun(), cancellationToken);
        progress.Report = progress.Report with { LookedBefore = lookedBefore };
        // The log comes before the delivery of messages, which may take a while.
        Finish(progress);
        if (run.Outbox.Channels is { } channels)
            await dispatcher.DeliverAsync(storage.Accounts.Account, state, channels, run.Now, cancellationToken);
    }

    private async Task RunStepsAsync(RunContext run, RunProgress progress, CancellationToken cancellationToken)
    {
        if (await HasWrongClockAsync(run, progress, cancellationToken))
            return;
        await IntentRecovery.ResolveAsync(storage.Audit, run.Audit, run.State, run.Now, cancellationToken);
        if (!await CheckAsync(run, progress, cancellationToken))
            return;
        await ChannelIncidents.SetAsync(run.Incidents, run.State, run.Policies.Notify, run.Now, cancellationToken);
        if (!await ObserveAsync(run, progress, cancellationToken))
            return;
        await LimitAsync(run, cancellationToken);
        await RunRecorder.RecordAsync(run, storage, cancellationToken);
        await ActAsync(run, progress, cancellationToken);
    }

    /// <summary>
    /// Reads the policies and lists the clusters, and completes the changes that an earlier run reported but died before storing.
    /// Changes nothing if the app's clock is wrong.
    /// </summary>
    private async Task<RunContext> BeginAsync(RunProgress progress, AccountState state, IAuditLog log, CancellationToken cancellationToken)
    {
        var reading = await policySource.ReadAsync(remember: progress.Request.Mode == RunMode.Act, cancellationToken);
        var listing = reading.Policies is null ? default : await hopsworks.ListClustersAsync(cancellationToken);
        var run = RunContext.Begin(progress.Request, progress.Report.StartedAt, state, reading, listing, log, time);
        if (run.ClockProblem is null)
        {
            await DailySnapshot.FindLossAsync(state, storage, run.Now, cancellationToken);
            run.Freezes = state.Freezes;
            run.FutureTimes = await FutureTimes.ForgetAsync(state, run.Now, cancellationToken);
            await run.Outbox.RecoverAsync(cancellationToken);
        }
        progress.Report = progress.Report with
        {
            Policies = reading.Policies?.Version,
            Zone = reading.Policies?.Zone,
            Freezes = [.. run.Freezes.Where(f => f.InForce(run.Now))],
            Rules = [.. reading.Policies?.Rules.Select(rule => rule.Name) ?? []],
            Notices = run.Incidents.Notices,
        };
        return run;
    }

    /// <summary>Sets the incidents about state and policies. Returns false if there are no valid policies.</summary>
    private static async Task<bool> CheckAsync(RunContext run, RunProgress progress, CancellationToken cancellationToken)
    {
        await CorruptDocuments.SettleAsync(run.State, run.FutureTimes, run.Incidents, run.Now, cancellationToken);
        var zone = run.HasPolicies ? run.Policies.Zone : DateTimeZone.Utc;
        await FreezeIncidents.SetAsync(run.Incidents, run.Outbox, run.State, run.Freezes, zone, run.Now, cancellationToken);
        var version = run.HasPolicies ? run.Policies.Version : null;
        await run.Incidents.SetAsync(
            EventKind.Config, null, run.PolicyError is { } error ? AccountText.PoliciesRejected(error, version) : null,
            $"The policies are valid: version {version} is in force.", run.Now, cancellationToken);
        await CalendarIncidents.SetAsync(run.Incidents, run.State, run.UnreadCalendars, run.Now, cancellationToken);
        if (!run.HasPolicies)
            progress.End(run.PolicyError!);
        return run.HasPolicies;
    }

    /// <summary>Ends a run with a wrong clock, before it stores anything except the incident.</summary>
    private static async Task<bool> HasWrongClockAsync(RunContext run, RunProgress progress, CancellationToken cancellationToken)
    {
        if (run.ClockProblem is not { } problem)
            return false;
        await SetKeyAndOutageAsync(run, new(FailureKind.Malformed, problem), cancellationToken);
        progress.End(problem);
        return true;
    }

    /// <summary>Takes the listed clusters, checks their activity and decides on each. Returns false if the listing failed.</summary>
    private async Task<bool> ObserveAsync(RunContext run, RunProgress progress, CancellationToken cancellationToken)
    {
        if (await new FleetObserver(hopsworks, probe, storage.Activity is not null).ObserveAsync(run, cancellationToken) is { } failure)
        {
            await SetKeyAndOutageAsync(run, failure, cancellationToken);
            progress.End(failure);
            return false;
        }
        progress.Report = progress.Report with { Clusters = run.Clusters };
        return true;
    }

    /// <summary>Applies the stop limit.</summary>
    private static async Task LimitAsync(RunContext run, CancellationToken cancellationToken)
    {
        var stops = StopLimit.Apply(run.Clusters, run.Unlisted, run.Policies, run.Request, run.Now);
        await run.Incidents.SetAsync(EventKind.Limit, null, stops.Limit, stops.Resolved, run.Now, cancellationToken);
        if (stops.Allowed is { } allowed)
            await run.Audit.StopsAllowedAsync(allowed, cancellationToken);
    }

    /// <summary>Carries out the decisions and reports the results.</summary>
    private async Task ActAsync(RunContext run, RunProgress progress, CancellationToken cancellationToken)
    {
        await BackupPruning.PruneAsync(run, hopsworks, logger, cancellationToken);
        var ended = await new ActionExecutor(run, hopsworks, probe, time, logger).ActAsync(run.Clusters, cancellationToken);
        progress.HasActed = true;
        if (ended is not null)
            progress.End(ended);
        else if (run.Clusters.Any(c => c.Error is not null))
            progress.Report = progress.Report with { Outcome = RunOutcome.Partial };
        await run.Outbox.TellAsync(RunEvents.AfterActions(run.Clusters, run.Now), cancellationToken);
        // This follows the actions, so that an API key that may list but not act is one incident, not one per run.
        await SetKeyAndOutageAsync(run, ended, cancellationToken);
        await run.Incidents.SetAsync(run.Clusters, run.Policies.Limits.Retry, run.Now, cancellationToken);
        await MatchIncidents.SetAsync(run.Incidents, run.Clusters, run.Now, cancellationToken);
        await new Retention(run.State, storage, run.Audit).ApplyAsync(run.Unlisted, run.Now, cancellationToken);
        await DailySnapshot.TakeAsync(run.State, storage, run.Now, cancellationToken);
    }

    private static async Task SetKeyAndOutageAsync(RunContext run, ApiFailure? failure, CancellationToken cancellationToken)
    {
        var key = failure?.Kind is FailureKind.KeyRefused or FailureKind.KeyUnavailable;
        var isListing = run.ClockProblem is null && !run.Listing.Succeeded;
        await run.Incidents.SetAsync(
            EventKind.Key, null, key ? AccountText.Key(failure!) : null, "The API key works.", run.Now, cancellationToken);
        await run.Incidents.SetAsync(
            EventKind.Outage, null, key || failure is null ? null : AccountText.Outage(failure, isListing),
            "The app can list clusters and act on them again.", run.Now, cancellationToken);
    }

    /// <summary>Completes and logs the report, once.</summary>
    private RunReport Finish(RunProgress progress)
    {
        if (progress.IsFinished)
            return progress.Report;
        progress.IsFinished = true;
        var report = progress.Report = progress.Report with
        {
            FinishedAt = progress.FinishedAt ?? time.GetCurrentInstant(),
            Incidents = progress.State?.Incidents ?? progress.Report.Incidents,
        };
        // Alerts read these lines, and a plan neither starts nor resolves an incident.
        if (progress.Request.Mode == RunMode.Act)
            RunLog.Notices(logger, report, progress.IsFirstOfHour);
        RunLog.Outcome(logger, report);
        return report;
    }
}
