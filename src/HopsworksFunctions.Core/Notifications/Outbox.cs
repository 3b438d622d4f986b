using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>
/// The message of one run, stored before the changes that it reports. If a run dies in between, the next one completes
/// the changes and reports nothing twice.
/// </summary>
internal sealed class Outbox(AccountState state, string runId, Instant now, PolicySet? policies)
{
    private HashSet<string>? told;
    private Dictionary<string, Dictionary<string, string>>? owners;

    /// <summary>The channels in the policies; null if there are no policies.</summary>
    public IReadOnlyList<NotificationChannel>? Channels => policies?.Notify;

    /// <summary>The listed clusters, with the tags that name their owners. Empty before the listing.</summary>
    public IReadOnlyList<ClusterReport> Clusters { private get; set => (field, owners) = (value, null); } = [];

    /// <summary>
    /// Returns the owners of a cluster, by the tags that channels use. For a cluster that is no longer listed, these are the owners in its
    /// last event.
    /// </summary>
    public IReadOnlyDictionary<string, string>? OwnersOf(string? clusterId)
    {
        if (clusterId is null || Channels is not { } channels || !channels.Any(c => c.ByTag is not null))
            return null;
        owners ??= Clusters.DistinctBy(report => report.Cluster.Id).ToDictionary(
            report => report.Cluster.Id, report => OwnersIn(report.Cluster.Tags, channels));
        return owners.TryGetValue(clusterId, out var found) ? found
            : state.Messages.Values.SelectMany(m => m.Events).Where(e => e.ClusterId == clusterId).MaxBy(e => e.At)?.Owners;
    }

    private static Dictionary<string, string> OwnersIn(
        IReadOnlyDictionary<string, string> tags, IReadOnlyList<NotificationChannel> channels)
    {
        var found = new Dictionary<string, string>();
        foreach (var byTag in channels.Select(c => c.ByTag).OfType<OwnerTag>())
        {
            if (byTag.OwnerOf(tags) is { } owner)
                found[byTag.Tag] = owner;
        }
        return found;
    }

    public bool Knows(string eventId)
    {
        told ??= [.. state.Messages.Values.SelectMany(m => m.Events).Select(e => e.Id)];
        return told.Contains(eventId);
    }

    /// <summary>Stores the incidents and stop warnings that an earlier run reported, but did not store because it died.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (state.Messages.Count == 0)
            return;
        var finished = state.LastRun is { } last ? Instant.FromDateTimeOffset(last.StartedAt) : Instant.MinValue;
        var events = state.Messages.Values.Where(m => m.At > finished).OrderBy(m => m.At).SelectMany(m => m.Events).ToList();
        foreach (var warned in events.Where(e => e is { Kind: EventKind.Warn, Over: false, StopAt: not null, PlannedFor: not null }))
        {
            if (state.Records.GetValueOrDefault(warned.ClusterId!) is { Power: PowerState.Up } record
                && (record.Warning?.StopAt != warned.StopAt || record.Warning?.Of == Reason.Draining))
            {
                var warning = warned.Warning ?? new(warned.PlannedFor!.Value, warned.StopAt!.Value);
                await state.SaveAsync(record with { Warning = warning }, cancellationToken);
            }
        }
        foreach (var incident in events.Where(e => e.Since is not null))
        {
            var same = new Incident(incident.Kind, incident.ClusterId, incident.Since!.Value, incident.Text)
            {
                Channel = incident.Channel,
                Calendar = incident.Calendar,
                Rule = incident.Rule,
                Owners = incident.Owners,
            };
            await (incident.Over ? state.CloseAsync(same, cancellationToken) : state.OpenAsync(same, cancellationToken));
        }
    }

    /// <summary>Stores the events that any channel subscribes to and that are not stored yet.</summary>
    public async Task TellAsync(IEnumerable<MessageEvent> events, CancellationToken cancellationToken)
    {
        if (Channels is not { Count: > 0 } all)
            return;
        var fresh = events.Select(e => e.Owners is null && OwnersOf(e.ClusterId) is { } its ? e with { Owners = its } : e).ToList();
        var channels = all.WithAddress(fresh);
        var wanted = fresh.Where(e => channels.Any(c => c.Wants(e)) && !Knows(e.Id)).ToList();
        if (wanted.Count == 0)
            return;
        var message = state.Messages.GetValueOrDefault(Id) ?? new(Id, now, [], []);
        var room = wanted.Take(Message.MaxEvents - message.Events.Count).ToList();
        var held = channels.Select(c => (Channel: c, Until: c.QuietUntil(now))).Where(c => c.Until is not null && wanted.Exists(
            e => e.Kind.Severity == EventSeverity.Information && c.Channel.Wants(e))).ToDictionary(c => c.Channel.Key, c => c.Until!.Value);
        var kept = message with
        {
            Events = [.. message.Events, .. room],
            Left = message.Left + wanted.Count - room.Count,
            Held = held.Count == 0 ? message.Held : held.Concat(message.Held ?? held).DistinctBy(c => c.Key).ToDictionary(),
        };
        var atOnce = channels.Where(c => wanted.Exists(e => c.Wants(e) && !kept.IsHeld(e, c.Key)));
        await state.SaveAsync(kept with { Waiting = [.. message.Waiting.Union(atOnce.Select(c => c.Key))] }, cancellationToken);
        told!.UnionWith(wanted.Select(e => e.Id));
    }

    private string Id => $"{now.ToDateTimeOffset():yyyyMMdd'T'HHmmssfff'Z'}-{runId.Replace('.', '-')}";
}
