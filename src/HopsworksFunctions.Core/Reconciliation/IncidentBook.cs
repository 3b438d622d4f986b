using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Compares what a run finds with the incidents that are open, and tells of each beginning and end once.</summary>
internal sealed class IncidentBook(AccountState state, bool lookOnly)
{
    private readonly List<Notice> notices = [];

    public IReadOnlyList<Notice> Notices => notices;

    public void Tell(Notice notice) => notices.Add(notice);

    /// <param name="message">What is wrong; null when all is well.</param>
    public Task SetAsync(EventKind kind, string? clusterId, string? message, Instant now, CancellationToken cancellationToken) =>
        SetAsync(state.IncidentOf(kind, clusterId), new(kind, clusterId, now, message ?? ""), message is not null, cancellationToken);

    public Task SetAsync(EventKind kind, ClusterReport report, Instant now, CancellationToken cancellationToken)
    {
        var open = state.IncidentOf(kind, report.Cluster.Id);
        var message = Incidents.Of(kind, report, open is not null);
        return SetAsync(open, new(kind, report.Cluster.Id, now, message ?? ""), message is not null, cancellationToken);
    }

    private async Task SetAsync(Incident? open, Incident found, bool isFound, CancellationToken cancellationToken)
    {
        if (isFound == open is not null)
            return;
        notices.Add(isFound ? new(found.Kind, found.ClusterId, false, found.Message) : new(found.Kind, found.ClusterId, true, $"over: {open!.Message}"));
        if (lookOnly)
            return;
        if (isFound)
            await state.OpenAsync(found, cancellationToken);
        else
            await state.CloseAsync(open!, cancellationToken);
    }
}
