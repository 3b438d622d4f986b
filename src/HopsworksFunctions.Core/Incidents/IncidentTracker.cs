using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>Compares a run's findings with the open incidents, and reports each start and resolution once.</summary>
internal sealed class IncidentTracker(AccountState state, AuditTrail trail, Outbox outbox)
{
    // These are the incidents at the start of the run, which checks each of them only once.
    private readonly Dictionary<(EventKind, string?), Incident> open = state.Incidents.ToDictionary(i => (i.Kind, i.Subject));
    private readonly List<Notice> notices = [];

    public IReadOnlyList<Notice> Notices => notices;

    /// <summary>Returns the clusters with an open incident of a kind when the run began; null stands for the account.</summary>
    public IReadOnlyList<string?> OpenFor(EventKind kind) =>
        open.Count == 0 ? [] : [.. open.Keys.Where(k => k.Item1 == kind).Select(k => k.Item2)];

    public bool IsOpen(EventKind kind, string? subject) => Open(kind, subject) is not null;

    public void Tell(Notice notice) => notices.Add(notice);

    /// <param name="message">The problem; null if there is none.</param>
    /// <param name="resolved">The message when the incident is resolved.</param>
    public Task SetAsync(
        EventKind kind, string? clusterId, string? message, string resolved, Instant now, CancellationToken cancellationToken) =>
        (message is not null || open.Count > 0) && Change(new(kind, clusterId, now, message ?? ""), message is not null) is { } change
            ? StoreAsync([change with { End = new(resolved) }], now, cancellationToken)
            : Task.CompletedTask;

    /// <param name="resolved">The message when the incident is resolved.</param>
    public Task SetChannelAsync(string channel, string? message, string resolved, Instant now, CancellationToken cancellationToken) =>
        Change(new(EventKind.Config, null, now, message ?? "") { Channel = channel }, message is not null) is { } change
            ? StoreAsync([change with { End = new(resolved) }], now, cancellationToken)
            : Task.CompletedTask;

    /// <param name="message">Why the calendar cannot be read; null if it can.</param>
    public Task SetCalendarAsync(string calendar, string? message, Instant now, CancellationToken cancellationToken) =>
        Change(new(EventKind.Config, null, now, message ?? "") { Calendar = calendar }, message is not null) is { } change
            ? StoreAsync([change with { End = new($"Calendar '{calendar}' was read.") }], now, cancellationToken)
            : Task.CompletedTask;

    /// <summary>Reports one-time events, which are not incidents.</summary>
    public async Task TellAsync(IReadOnlyList<Happening> happenings, CancellationToken cancellationToken)
    {
        if (happenings.Count == 0)
            return;
        await trail.AppendAllAsync(happenings.Select(trail.Of), cancellationToken);
        foreach (var happening in happenings)
        {
            var sentence = SentenceText.End($"{happening.ClusterName} {happening.Clause}");
            Tell(new(happening.Kind, happening.ClusterId, happening.Over, sentence) { Once = !happening.Over });
        }
    }

    public async Task SetAsync(IReadOnlyList<ClusterReport> clusters, RetryLimit retry, Instant now, CancellationToken cancellationToken)
    {
        var changes = new List<IncidentChange>();
        foreach (var report in clusters)
        {
            if (open.Count == 0 && IncidentRules.AreOutOfTheQuestion(report))
                continue;
            var id = report.Cluster.Id;
            foreach (var kind in IncidentRules.OfClusters)
            {
                var isOpen = Open(kind, id) is not null;
                var message = IncidentRules.Of(kind, report, retry, isOpen, now);
                if (message is not null != isOpen && Change(new(kind, id, now, message ?? ""), message is not null) is { } change)
                {
                    IncidentEnd? end = change.Over ? IncidentEnd.Of(kind, report, now) : null;
                    changes.Add(change with { Cluster = report, End = end });
                }
            }
        }
        changes.AddRange(OfGone(clusters).Select(
            incident => new IncidentChange(incident, true) { End = IncidentEnd.OfGone(state.NameOf(incident.ClusterId!)) }));
        await StoreAsync(changes, now, cancellationToken);
    }

    /// <summary>Sets all incidents of some sort. An incident that stays open gets the current message, without a new report.</summary>
    /// <param name="isOfSort">Returns whether an incident is of that sort.</param>
    /// <param name="endOf">Returns the message when an incident is resolved.</param>
    public async Task SetAllAsync(
        Func<Incident, bool> isOfSort, IReadOnlyList<Incident> found, Func<Incident, string> endOf, Instant now,
        CancellationToken cancellationToken)
    {
        if (found.Count == 0 && open.Count == 0)
            return;
        var before = open.Values.Where(isOfSort).ToDictionary(incident => incident.Key);
        foreach (var incident in found)
        {
            if (before.Remove(incident.Key, out var known) && known.Message != incident.Message)
                await state.UpdateAsync(known with { Message = incident.Message }, cancellationToken);
        }
        var over = before.Values.Select(incident => new IncidentChange(incident, true) { End = new(endOf(incident)) });
        var begun = found.Select(incident => Change(incident, true)).OfType<IncidentChange>();
        await StoreAsync([.. begun, .. over], now, cancellationToken);
    }

    /// <summary>Returns the open incidents of clusters that are no longer listed.</summary>
    private IEnumerable<Incident> OfGone(IReadOnlyList<ClusterReport> listed)
    {
        if (open.Count == 0)
            return [];
        var ids = listed.Select(c => c.Cluster.Id).ToHashSet();
        return open.Values.Where(
            i => i is { ClusterId: { } id, Rule: null } && IncidentRules.OfClusters.Contains(i.Kind) && !ids.Contains(id));
    }

    private Incident? Open(EventKind kind, string? subject) => open.Count == 0 ? null : open.GetValueOrDefault((kind, subject));

    private IncidentChange? Change(Incident found, bool isSo) => Open(found.Kind, found.Subject) switch
    {
        null when isSo => new(found, false),
        { } known when !isSo => new(known, true),
        _ => null,
    };

    private async Task StoreAsync(List<IncidentChange> found, Instant now, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
            return;
        // The owners at the start of an incident also get its end, even if the cluster has a different owner by then.
        var changes = found.ConvertAll(change => change.Over || outbox.OwnersOf(change.Incident.ClusterId) is not { } owners ? change
            : change with { Incident = change.Incident with { Owners = owners } });
        notices.AddRange(changes.Select(c => c.Notice));
        await trail.AppendAllAsync(changes.Select(change => trail.Of(change.Notice)), cancellationToken);
        await outbox.TellAsync(changes.Select(c => RunEvents.Of(c.Incident, c.Notice, c.Cluster, now)), cancellationToken);
        await state.ChangeAllAsync(
            changes.Where(change => !change.Over).Select(change => change.Incident),
            changes.Where(change => change.Over).Select(change => change.Incident), cancellationToken);
    }

    /// <summary>An incident that starts or is resolved.</summary>
    private sealed record IncidentChange(Incident Incident, bool Over)
    {
        /// <summary>The report of its cluster; null for an incident that concerns no cluster, or one that is not listed.</summary>
        public ClusterReport? Cluster { get; init; }
        /// <summary>The message when it is resolved.</summary>
        public IncidentEnd? End { get; init; }

        public Notice Notice => Over && End is { } end
            ? Notice.Of(Incident, over: true, end.Message) with { NoLongerDue = end.NoLongerDue }
            : Notice.Of(Incident);
    }
}
