using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Compares what a run finds with the incidents that are open, and tells of each beginning and end once.</summary>
internal sealed class IncidentBook(AccountState state, AuditTrail trail, bool lookOnly)
{
    // As they were when the run began: no run looks at the same incident twice.
    private readonly Dictionary<(EventKind, string?), Incident> open = state.Incidents.ToDictionary(i => (i.Kind, i.ClusterId));
    private readonly List<Notice> notices = [];

    public IReadOnlyList<Notice> Notices => notices;

    /// <summary>The clusters, null for the account, that an incident of a kind was open for when the run began.</summary>
    public IReadOnlyList<string?> OpenFor(EventKind kind) => open.Count == 0 ? [] : [.. open.Keys.Where(k => k.Item1 == kind).Select(k => k.Item2)];

    public void Tell(Notice notice) => notices.Add(notice);

    /// <param name="message">What is wrong; null when all is well.</param>
    public Task SetAsync(EventKind kind, string? clusterId, string? message, Instant now, CancellationToken cancellationToken)
    {
        var incident = Open(kind, clusterId);
        return message is null == incident is null ? Task.CompletedTask : ChangeAsync(incident, new(kind, clusterId, now, message ?? ""), cancellationToken);
    }

    public async Task SetAsync(IReadOnlyList<ClusterReport> clusters, RetryLimit retry, Instant now, CancellationToken cancellationToken)
    {
        foreach (var report in clusters)
        {
            if (open.Count == 0 && Incidents.AreOutOfTheQuestion(report))
                continue;
            var id = report.Cluster.Id;
            foreach (var kind in Incidents.OfClusters)
                await SetAsync(kind, id, Incidents.Of(kind, report, retry, Open(kind, id) is not null), now, cancellationToken);
        }
    }

    private Incident? Open(EventKind kind, string? clusterId) => open.Count == 0 ? null : open.GetValueOrDefault((kind, clusterId));

    private async Task ChangeAsync(Incident? over, Incident begun, CancellationToken cancellationToken)
    {
        var notice = over is null ? new Notice(begun.Kind, begun.ClusterId, false, begun.Message) : new(over.Kind, over.ClusterId, true, over.Message);
        notices.Add(notice);
        if (lookOnly)
            return;
        await trail.IncidentAsync(notice, cancellationToken);
        await (over is null ? state.OpenAsync(begun, cancellationToken) : state.CloseAsync(over, cancellationToken));
    }
}
