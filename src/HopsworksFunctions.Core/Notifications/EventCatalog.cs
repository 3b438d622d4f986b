using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>The texts for each kind of event. A new kind needs one entry.</summary>
internal static class EventCatalog
{
    private const string Cluster = "sample-cluster";

    /// <summary>Most important first, as in messages.</summary>
    public static readonly IReadOnlyList<EventEntry> ByRank =
    [
        new(
            EventKind.Warn, "A cluster is about to be stopped", "{0} clusters are about to be stopped",
            "will be stopped at 19:00 (Europe/Stockholm): outside 'office' from then on")
        {
            IsIncident = false,
            Over = ("A stop that was announced does not come", "{0} stops that were announced do not come"),
        },
        new(
            EventKind.Key, "The API key does not work", "The API key does not work",
            "Hopsworks.ai refused the API key"),
        new(
            EventKind.Outage, "Hopsworks.ai does not answer", "Hopsworks.ai does not answer",
            "Hopsworks.ai is not available"),
        new(
            EventKind.Config, "Something is wrong with the configuration", "{0} things are wrong with the configuration",
            "policies.json:12:5: there is no schedule 'offise'"),
        new(
            EventKind.State, "Something that was remembered cannot be read", "{0} things that were remembered cannot be read",
            $"the stored hold '{Cluster}' is not JSON; the cluster is kept as it is until somebody replaces or releases its hold"),
        new(
            EventKind.Limit, "Too many stops at once", "Too many stops at once",
            "40 unexpected stops are due, and the stop limit is 25 an hour, so none of them was made"),
        new(
            EventKind.StopFailed, "A cluster could not be stopped", "{0} clusters could not be stopped",
            $"{Cluster} could not be stopped: 3 attempts failed since 19:00 (Europe/Stockholm), and it is still running"),
        new(
            EventKind.StartFailed, "A cluster could not be started", "{0} clusters could not be started",
            $"{Cluster} could not be started; 5 tries failed"),
        new(
            EventKind.NotFollowed, "A stop or start had no effect", "{0} stops or starts had no effect",
            $"{Cluster} was told to stop but is running; look at it in Hopsworks"),
        new(
            EventKind.Workers, "Worker nodes are missing", "Worker nodes are missing on {0} clusters",
            $"{Cluster} runs without 2 x Standard_D8_v3: 3 attempts to add them failed since 07:05 (Europe/Stockholm)"),
        new(
            EventKind.OrphanedStop, "A stopped cluster has no rule any more", "{0} stopped clusters have no rule any more",
            $"{Cluster} was stopped by us and no rule manages it any more, so nothing will start it"),
        new(
            EventKind.Probe, "The activity of a cluster cannot be measured", "The activity of {0} clusters cannot be measured",
            $"the activity of {Cluster} cannot be measured, so it is not stopped for being idle"),
        new(
            EventKind.Defer, "A stop or start is put off", "{0} stops or starts are put off",
            $"{Cluster} cannot be acted on for 3 runs now: a backup is being made"),
        new(
            EventKind.Stop, "A cluster was stopped", "{0} clusters were stopped",
            "stopping: outside 'office' since 19:00 (Europe/Stockholm), next start Tue 07:00") { IsIncident = false },
        new(
            EventKind.Start, "A cluster was started", "{0} clusters were started",
            "starting: inside 'office' since 07:00 (Europe/Stockholm), next stop 19:00") { IsIncident = false },
        new(
            EventKind.Unknown,
            "Something happened that this version does not know", "{0} things happened that this version does not know",
            "something that this version does not know"),
    ];

    private static readonly Dictionary<EventKind, (EventEntry Entry, int Rank)> ByKind =
        ByRank.Index().ToDictionary(e => e.Item.Kind, e => (e.Item, e.Index));

    public static EventEntry Of(EventKind kind) => ByKind[kind].Entry;

    public static int Rank(EventKind kind) => ByKind[kind].Rank;

    /// <summary>A message with a sample event of each kind, for channel tests.</summary>
    public static Message SampleMessage(IEnumerable<EventKind> kinds, Instant now) =>
        new($"test-{now.ToUnixTimeMilliseconds()}", now, [.. kinds.Order().Select(kind => Of(kind).SampleAt(now))], []);

    private static MessageEvent SampleAt(this EventEntry entry, Instant now)
    {
        var sample = new MessageEvent(
            $"test:{CamelCase.Of(entry.Kind)}:{InstantPattern.ExtendedIso.Format(now)}", entry.Kind, now, entry.Sample)
        {
            StopAt = entry.Kind == EventKind.Warn ? now + Duration.FromMinutes(15) : null,
        };
        return entry.IsIncident ? sample : sample with { ClusterId = Cluster, ClusterName = Cluster, Rule = "dev" };
    }
}

/// <summary>The texts for one kind of event.</summary>
/// <param name="Sample">An example of the event's text.</param>
internal sealed record EventEntry(EventKind Kind, string One, string Many, string Sample)
{
    /// <summary>Whether the event is an incident: it lasts until resolved, and its text names the cluster.</summary>
    public bool IsIncident { get; init; } = true;

    /// <summary>The headings for the event's end, if they differ.</summary>
    public (string One, string Many)? Over { get; init; }

    public string Heading(bool over, bool dryRun, int count)
    {
        var (one, many) = over && Over is { } ownHeadings ? ownHeadings : (One, Many);
        var heading = count == 1 ? one : many.Replace("{0}", $"{count}", StringComparison.Ordinal);
        return $"{(dryRun ? "Dry run: " : "")}{(over && Over is null ? "Over: " : "")}{heading}";
    }
}
