using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>The events of a run's decisions, actions and incidents, for messages.</summary>
internal static class RunEvents
{
    /// <summary>
    /// Returns the events to report before the records are stored: one-time events, stop warnings, dry runs, and unreported actions, which
    /// are manual or come from a run that died.
    /// </summary>
    public static IEnumerable<MessageEvent> BeforeActions(
        IReadOnlyList<ClusterReport> clusters, IReadOnlyList<Happening> happenings, AccountState state, PolicySet policies, Instant now)
    {
        var finished = state.LastRun is { } last ? Instant.FromDateTimeOffset(last.StartedAt) : Instant.MinValue;
        foreach (var happening in happenings)
            yield return Of(happening, now);
        foreach (var (ready, text) in ReadySummary.New(clusters, now))
            yield return new(IdOf(EventKind.Ready, null, ready.At), EventKind.Ready, now, text);
        foreach (var cluster in clusters)
        {
            var (decision, isDryRun) = (cluster.Decision, cluster.Decision.IsDryRun(policies));
            var known = state.Records.GetValueOrDefault(cluster.Cluster.Id);
            if (known?.Pending is { } pending && KindOf(pending.Action) is { } kind
                && pending.SentAt >= finished && pending.WasCarriedOut(decision.Record))
            {
                var text = $"{pending.ExplainLate(decision.Rule, now)}.";
                yield return Of(cluster, kind, pending.SentAt, pending.SentAt, text) with
                {
                    Rule = pending.Rule,
                    StartUntil = StartUntil(pending.Action, pending.Reason, decision.Rule, pending.SentAt),
                };
            }
            if (decision.Warning is { } warning)
            {
                var told = Of(cluster, EventKind.Warn, warning.StopAt, now, $"{decision.ExplainWarning(now)}.");
                yield return told with
                {
                    // The warnings at the start and the end of a drain have the same stop time.
                    Id = warning.Of == Reason.Draining ? $"{told.Id}:drain" : told.Id,
                    StopAt = warning.StopAt,
                    PlannedFor = warning.For,
                    Warning = warning,
                    DryRun = isDryRun,
                };
            }
            if (isDryRun && KindOf(decision.Action) is { } wouldBe && known?.Rehearsed != DryRunRecord.Of(decision))
            {
                var text = $"{decision.Explain(cluster.Cluster, now)}.";
                yield return Of(cluster, wouldBe, decision.Since ?? now, now, text) with { DryRun = true };
            }
        }
    }

    private static MessageEvent Of(Happening happening, Instant now) =>
        new(
            $"{IdOf(happening.Kind, happening.ClusterId, happening.Occasion)}:{(happening.Over ? "over" : "once")}",
            happening.Kind, now, SentenceText.End(happening.Clause))
        {
            Over = happening.Over,
            DryRun = happening.DryRun && happening.Kind == EventKind.Warn,
            ClusterId = happening.ClusterId,
            ClusterName = happening.ClusterName,
            Rule = happening.Rule,
        };

    /// <summary>Returns the stops and starts that Hopsworks.ai accepted in this run.</summary>
    public static IEnumerable<MessageEvent> AfterActions(IReadOnlyList<ClusterReport> clusters, Instant now)
    {
        foreach (var cluster in clusters)
        {
            var decision = cluster.Decision;
            if (cluster.Done == ActionOutcome.Accepted && KindOf(decision.Action) is { } kind)
            {
                var sentAt = decision.Record.Pending?.SentAt ?? now;
                yield return Of(cluster, kind, sentAt, now, $"{decision.Explain(cluster.Cluster, now)}.") with
                {
                    StartUntil = StartUntil(decision.Action, decision.Reason, decision.Rule, sentAt),
                };
            }
        }
    }

    /// <summary>Returns the start or resolution of an incident.</summary>
    public static MessageEvent Of(Incident incident, Notice notice, ClusterReport? cluster, Instant now) =>
        new(
            $"{IdOf(notice.Kind, incident.Subject, incident.Since)}:{(notice.Over ? "over" : "begins")}",
            notice.Kind, now, notice.Message)
        {
            Over = notice.Over,
            NoLongerDue = notice.NoLongerDue,
            ClusterId = notice.ClusterId,
            ClusterName = cluster?.Cluster.Name,
            ClusterRule = cluster?.Decision.Rule?.Name,
            Owners = incident.Owners,
            Channel = notice.Channel,
            Calendar = notice.Calendar,
            Rule = notice.Rule,
            Since = incident.Since,
            Shortage = notice is { Kind: EventKind.StartFailed, Over: false } && cluster is not null
                ? Shortage.Of(cluster.Cluster, cluster.Decision.Record)
                : null,
        };

    private static MessageEvent Of(ClusterReport cluster, EventKind kind, Instant occasion, Instant at, string text) =>
        new(IdOf(kind, cluster.Cluster.Id, occasion), kind, at, text)
        {
            ClusterId = cluster.Cluster.Id,
            ClusterName = cluster.Cluster.Name,
            Rule = cluster.Decision.Rule?.Name,
        };

    private static string IdOf(EventKind kind, string? subject, Instant occasion) =>
        $"{CamelCase.Of(kind)}:{subject ?? "account"}:{InstantPattern.ExtendedIso.Format(occasion)}";

    // A hold that keeps the cluster stopped would make the link fail.
    private static Instant? StartUntil(ClusterAction action, Reason reason, Rule? rule, Instant stoppedAt) =>
        action == ClusterAction.Stop && reason != Reason.HoldDown ? StartLink.Until(rule, stoppedAt) : null;

    private static EventKind? KindOf(ClusterAction action) => action switch
    {
        ClusterAction.Stop => EventKind.Stop,
        ClusterAction.Start => EventKind.Start,
        ClusterAction.AddWorkers or ClusterAction.Backup or ClusterAction.None => null,
    };
}
