using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// One run over the account: observe, decide, act, record. It works from the present state and the stored records,
/// so a late, missed or doubled run loses nothing and does nothing twice.
/// </summary>
public sealed partial class Reconciler(
    IHopsworksClient hopsworks, IActivityProbe probe, IPolicySource policySource, IAccountStore store, IAuditLog audit, IRunLease leases, ICourier courier, TimeProvider time, ILogger<Reconciler> logger)
{
    private static readonly Duration UsualInterval = Duration.FromMinutes(5);

    /// <summary>Never throws for what can be expected to fail: the report says what did.</summary>
    /// <exception cref="OperationCanceledException">The process is to end; nothing more was sent.</exception>
    public async Task<RunReport> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var now = Now;
        var run = new RunProgress(new() { Id = request.Id, Account = store.Account, Trigger = request.Trigger, StartedAt = now, LookOnly = request.LookOnly, Outcome = RunOutcome.Ok });
        try
        {
            if (request.LookOnly)
                await LookAsync(run, request, now, cancellationToken);
            else
                await RunAloneAsync(run, request, now, cancellationToken);
        }
        catch (Exception e) when (e is StateUnavailableException or StateConflictException)
        {
            run.Fail(e.Message);
        }
        return Finish(run);
    }

    private async Task LookAsync(RunProgress run, RunRequest request, Instant now, CancellationToken cancellationToken)
    {
        var state = run.State = await store.LoadAsync(cancellationToken);
        await RunAsync(run, request, state, new(state, request.Id, now), now, cancellationToken);
    }

    private async Task RunAloneAsync(RunProgress run, RunRequest request, Instant now, CancellationToken cancellationToken)
    {
        var attempt = await leases.TryAcquireAsync($"{request.Trigger} run {request.Id}", cancellationToken);
        if (attempt.Lease is not { } lease)
        {
            run.Report = run.Report with { Outcome = RunOutcome.Skipped, Error = $"{attempt.Holder}; this run left it alone" };
            return;
        }
        await using (lease)
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
            try
            {
                var state = run.State = await store.LoadAsync(both.Token);
                run.IsFirstOfHour = state.IsFirstOfHour(now);
                var outbox = new Outbox(state, request.Id, now);
                await RunAsync(run, request, state, outbox, now, both.Token);
                run.FinishedAt = Now;
                var lookedBefore = Observation.LastOf(state);
                await state.AddAsync(FinishedRun.From(run.Report with { FinishedAt = run.FinishedAt.Value }), both.Token);
                run.Report = run.Report with { LookedBefore = lookedBefore };
                // Before messages are delivered, which may take a while.
                Finish(run);
                if (outbox.Channels is { } channels)
                    await courier.DeliverAsync(store.Account, state, channels, now, both.Token);
            }
            catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                run.Fail("the lease on the account was lost, so the run sent nothing more; the next run takes over");
            }
        }
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private async Task RunAsync(RunProgress run, RunRequest request, AccountState state, Outbox outbox, Instant now, CancellationToken cancellationToken)
    {
        var reading = await policySource.ReadAsync(!request.LookOnly, cancellationToken);
        outbox.Use(reading.Policies);
        if (!request.LookOnly)
            await outbox.RecoverAsync(cancellationToken);
        var trail = new AuditTrail(audit, request, reading.Policies?.Version, time);
        var book = new IncidentBook(state, trail, outbox, request.LookOnly);
        run.Report = run.Report with { Policies = reading.Policies?.Version, Notices = book.Notices };
        if (!request.LookOnly)
            await LoneIntents.ResolveAsync(audit, trail, state, cancellationToken);
        await Damage.SettleAsync(state, book, request.LookOnly, now, cancellationToken);
        await book.SetAsync(EventKind.Config, null, reading.Error, now, cancellationToken);
        if (reading.Policies is not { } policies)
        {
            run.End(reading.Error!);
            return;
        }

        if (!request.LookOnly)
            await ChannelIncidents.SetAsync(book, state, policies.Notify, now, cancellationToken);
        var listing = await hopsworks.ListClustersAsync(cancellationToken);
        var missing = listing.Succeeded && listing.Value.Count == 0 && state.Records.Any(r => r.Value.Gone is null);
        var failure = missing ? new(FailureKind.Malformed, "Hopsworks lists no cluster at all, although there were some; taken for an outage, all records are kept") : listing.Failure;
        if (failure is not null)
        {
            await SetKeyAndOutageAsync(book, failure, now, cancellationToken);
            run.End(failure.Message);
            return;
        }

        var next = request.NextRun ?? now + UsualInterval;
        var rules = listing.Value!.Select(policies.RuleFor).ToList();
        var samples = request.Measure ? await MeasureAsync(listing.Value!, rules, cancellationToken) : null;
        var clusters = new List<ClusterReport>(rules.Count);
        for (var i = 0; i < rules.Count; i++)
        {
            var (cluster, rule) = (listing.Value![i], rules[i]);
            var sample = samples?.GetValueOrDefault(cluster.Id);
            var before = state.Records.GetValueOrDefault(cluster.Id);
            var decision = Look.At(cluster, rule, before, policies, state, sample, now, next);
            clusters.Add(new(cluster, decision) { Before = before, Hold = state.HoldInForce(cluster.Id, now), DryRun = decision.IsDryRun(policies), Sample = sample });
        }
        run.Report = run.Report with { Clusters = clusters };
        var sightings = new Sightings(trail, state);
        var gone = sightings.NotAmong(clusters);
        var stops = StopLimit.Apply(clusters, gone, policies, request, now);
        await book.SetAsync(EventKind.Limit, null, stops.Limit, now, cancellationToken);
        if (request.LookOnly)
        {
            await SetKeyAndOutageAsync(book, null, now, cancellationToken);
            return;
        }
        if (stops.Allowed is { } allowed)
            await trail.StopsAllowedAsync(allowed, cancellationToken);
        var happenings = Happenings.Of(clusters, gone, book, now);
        await outbox.TellAsync(RunEvents.BeforeActions(clusters, happenings, state, policies, now), cancellationToken);
        foreach (var happening in happenings)
            await book.TellAsync(happening, cancellationToken);
        foreach (var cluster in clusters)
        {
            var known = state.Records.GetValueOrDefault(cluster.Cluster.Id);
            if (known?.Pending is { Answer: not CallAnswer.Accepted } intent && cluster.Decision.Record.Pending is null)
                await trail.ResolvedAsync(cluster, intent, cancellationToken);
            await sightings.TellAsync(known, cluster, now, cancellationToken);
            if (cluster.Decision.Warning is not null)
            {
                await trail.WarnAsync(cluster, cancellationToken);
                book.Tell(new(EventKind.Warn, cluster.Cluster.Id, false, $"{cluster.Cluster.Name} {cluster.Decision.ExplainWarning(now)}"));
            }
            if (!ReferenceEquals(cluster.Decision.Record, known))
                await SaveAsync(state, cluster, cancellationToken);
        }
        await sightings.TellGoneAsync(gone, now, cancellationToken);
        var queue = new ActionQueue(hopsworks, probe, state, trail, sightings, policies, next, time, logger);
        var ended = await queue.ActAsync(clusters, cancellationToken);
        run.HasActed = true;
        if (ended is not null)
            run.End(ended.Message);
        else if (clusters.Exists(c => c.Error is not null))
            run.Report = run.Report with { Outcome = RunOutcome.Partial };
        await outbox.TellAsync(RunEvents.AfterActions(clusters, now), cancellationToken);
        // Not before the actions: a key that may list but not act is one incident, not one in each run.
        await SetKeyAndOutageAsync(book, ended, now, cancellationToken);
        await book.SetAsync(clusters, policies.Limits.Retry, now, cancellationToken);
        await new Retention(state, audit, trail).ApplyAsync(now, cancellationToken);
    }

    /// <summary>Null when nobody's activity counts.</summary>
    private async ValueTask<IReadOnlyDictionary<string, Sample>?> MeasureAsync(IReadOnlyList<Cluster> clusters, List<Rule?> rules, CancellationToken cancellationToken)
    {
        List<ProbeTarget>? targets = null;
        for (var i = 0; i < rules.Count; i++)
        {
            if (Look.Wants(clusters[i], rules[i]))
                (targets ??= []).Add(new(clusters[i], rules[i]!));
        }
        return targets is null ? null : await probe.ProbeAsync(targets, cancellationToken);
    }

    private static async Task SetKeyAndOutageAsync(IncidentBook book, ApiFailure? failure, Instant now, CancellationToken cancellationToken)
    {
        var key = failure?.Kind is FailureKind.KeyRefused or FailureKind.KeyUnavailable;
        await book.SetAsync(EventKind.Key, null, key ? failure!.Message : null, now, cancellationToken);
        await book.SetAsync(EventKind.Outage, null, key ? null : failure?.Message, now, cancellationToken);
    }

    /// <summary>Stores what was seen and warned of, so that a run that dies later does not forget it.</summary>
    private static async Task SaveAsync(AccountState state, ClusterReport cluster, CancellationToken cancellationToken)
    {
        try
        {
            await state.SaveAsync(cluster.Decision.Record, cancellationToken);
        }
        catch (StateConflictException e)
        {
            cluster.Fail(e.Message);
        }
    }

    /// <summary>Completes the report and writes it into the log, once.</summary>
    private RunReport Finish(RunProgress run)
    {
        if (run.IsFinished)
            return run.Report;
        run.IsFinished = true;
        var report = run.Report = run.Report with { FinishedAt = run.FinishedAt ?? Now, Incidents = run.State?.Incidents ?? [] };
        // What a look finds is for its report: no incident begins or is over by it, and alerts go by these lines.
        foreach (var notice in report.Notices.Where(_ => !report.LookOnly))
            Log.Noticed(logger, notice.Kind, notice.Once ? "once" : notice.Over ? "over" : "begins", Legible.Escape(notice.Message));
        foreach (var incident in report.Incidents.Where(i => run.IsFirstOfHour && i.Since < report.StartedAt))
            Log.Noticed(logger, incident.Kind, "lasts", Legible.Escape(incident.Message));
        var level = report.Outcome switch
        {
            RunOutcome.Failed => LogLevel.Error,
            RunOutcome.Partial => LogLevel.Warning,
            RunOutcome.Ok or RunOutcome.Skipped => LogLevel.Information,
        };
        if (logger.IsEnabled(level))
        {
            var counts = RunCounts.Of(report);
            var milliseconds = (report.FinishedAt - report.StartedAt).TotalMilliseconds;
            Log.Finished(
                logger, level, report.Trigger, report.Id, report.Outcome, counts.Clusters, counts.Stops, counts.Starts,
                counts.Failures, milliseconds, report.Error is { } error ? $": {Legible.Escape(error)}" : "");
        }
        return report;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Notice {Kind} {Begins}: {Message}")]
        public static partial void Noticed(ILogger logger, EventKind kind, string begins, string message);

        [LoggerMessage("{Trigger} run {Run}: {Outcome}, {Clusters} clusters, {Stops} stopped, {Starts} started, {Failures} failed, {Milliseconds:0} ms{Error}")]
        public static partial void Finished(
            ILogger logger, LogLevel level, string trigger, string run, RunOutcome outcome, int clusters, int stops, int starts, int failures, double milliseconds, string error);
    }
}
