using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>The texts for each kind of event. A new kind needs one entry.</summary>
internal static class EventCatalog
{
    /// <summary>The beginning of the sentence about an outage that the app itself causes.</summary>
    public const string NoRun = "No run has completed since";

    private const string Cluster = "sample-cluster";

    /// <summary>The entries, most important first, as in messages. The first entry of a kind that fits an event has its heading.</summary>
    public static readonly IReadOnlyList<EventEntry> ByRank =
    [
        new(EventKind.Warn, "Cluster stops soon", "{0} clusters stop soon",
            "stops Mon 19:00 (Europe/Stockholm): its window in schedule 'office' ends.")
        {
            IsIncident = false,
            Over = ("Stop cancelled", "{0} stops cancelled"),
        },
        new(EventKind.Key, "API key not working", "API key not working",
            "Hopsworks.ai rejected the API key (HTTP 403). Store a valid key in its secret; the next run uses it."),
        new(EventKind.Outage, "No runs", "No runs",
            $"{NoRun} 2026-11-02 09:00 UTC, so the app stops and starts nothing. Look for the reason in the app's log and health.")
        {
            IsOnlyFor = e => e.Text.StartsWith(NoRun, StringComparison.Ordinal),
        },
        new(EventKind.Outage, "Hopsworks.ai unavailable", "Hopsworks.ai unavailable",
            "The app cannot list clusters: Hopsworks.ai did not answer within 30 seconds. "
                + "The app stops and starts nothing until it can list them."),
        new(EventKind.Freeze, "Rule frozen", "{0} rules frozen",
            "anna froze rule 'dev' until Tue 07:00 (Europe/Stockholm). The app starts and stops none of its clusters.")
        {
            IsOnlyFor = e => e.Rule is not null,
            Over = ("Rule unfrozen", "{0} rules unfrozen"),
        },
        new(EventKind.Freeze, "Account frozen", "Account frozen",
            "anna froze this account until Tue 07:00 (Europe/Stockholm) (\"month-end\"). The app starts and stops nothing.")
        {
            Over = ("Account unfrozen", "Account unfrozen"),
        },
        new(EventKind.Config, "Near matches of a protecting rule", "Near matches of {0} protecting rules",
            $"1 cluster almost matches rule 'prod' and is treated as protected: {Cluster} (name is \"Prod-1\").")
        {
            IsOnlyFor = e => e is { Rule: not null, ClusterId: null },
        },
        new(EventKind.Config, "Unknown schedule in a tag", "Unknown schedules in the tags of {0} clusters",
            $"{Cluster}: tag 'hours' names schedule 'offise', which does not exist. The app does not act on it.")
        {
            IsOnlyFor = e => e is { Rule: not null, ClusterId: not null },
        },
        new(EventKind.Config, "Protection ends soon", "Protection of {0} clusters ends soon",
            $"{Cluster} no longer matches rule 'prod', which protected it.")
        {
            IsOnlyFor = e => e.ClusterId is not null,
        },
        new(EventKind.Config, "Configuration problem", "{0} configuration problems",
            "The new policies are invalid or cannot be read, so version 3f2a stays in force: "
                + "policies.json(12,5): $.rules[0].schedule: unknown schedule 'offise'. Did you mean 'office'?"),
        new(EventKind.State, "Stored state unreadable", "{0} stored documents unreadable",
            $"The stored hold for '{Cluster}' is not valid JSON. The cluster is kept as is until you set or release its hold."),
        new(EventKind.Limit, "Stop limit reached", "Stop limit reached",
            "40 unexpected stops are due, and the stop limit is 25 an hour (limits.maxStopsPerRun). The app makes none of them: "
                + $"{Cluster} and 39 more."),
        new(EventKind.StopFailed, "Stop failed", "{0} stops failed",
            $"{Cluster} could not be stopped and is still running: 3 attempts failed since Mon 19:00 (Europe/Stockholm)."),
        new(EventKind.StartFailed, "Start failed", "{0} starts failed",
            $"{Cluster} could not be started: 5 attempts failed since Mon 07:00 (Europe/Stockholm)."),
        new(EventKind.NotFollowed, "Stop or start timed out", "{0} stops or starts timed out",
            $"{Cluster} is still running 30 minutes after Hopsworks.ai accepted the stop. Check it in Hopsworks.ai."),
        new(EventKind.Workers, "Worker nodes missing", "Worker nodes missing on {0} clusters",
            $"{Cluster} runs without 2 × Standard_D8_v3: 3 attempts to add them failed since Mon 07:05 (Europe/Stockholm)."),
        new(EventKind.OrphanedStop, "Stopped cluster has no rule", "{0} stopped clusters have no rule",
            $"{Cluster} was stopped by the app and no rule manages it any more. Start it in Hopsworks.ai, or add a rule."),
        new(EventKind.Probe, "Activity check failing", "Activity checks failing on {0} clusters",
            $"{Cluster}: activity check failing, so it will not be stopped when idle. Its API key was rejected."),
        new(EventKind.Defer, "Stop or start delayed", "{0} stops or starts delayed",
            $"{Cluster}: the stop due Mon 19:00 (Europe/Stockholm) is delayed because a backup is in progress; 3 runs so far."),
        new(EventKind.BackupFailed, "Backup failed", "{0} backups failed",
            $"{Cluster}: the backup requested Mon 19:00 (Europe/Stockholm) was not made. The stop is made without it."),
        new(EventKind.Stop, "Stopping 1 cluster", "Stopping {0} clusters",
            "Stopping: outside schedule 'office' since Mon 19:00 (Europe/Stockholm). Next start Tue 07:00.") { IsIncident = false },
        new(EventKind.Start, "Starting 1 cluster", "Starting {0} clusters",
            "Starting: inside schedule 'office' since Mon 07:00 (Europe/Stockholm). Next stop Mon 19:00.") { IsIncident = false },
        new(EventKind.Ready, "Usable at the start time", "Usable at {0} start times",
            $"39 of 40 clusters usable at Mon 07:00 (Europe/Stockholm). Not usable: {Cluster} (starting).") { IsIncident = false },
        new(EventKind.Unknown, "An event from a newer version", "{0} events from a newer version", "An event from a newer version."),
    ];

    /// <summary>Returns the entry with an event's heading, and its rank.</summary>
    public static (EventEntry Entry, int Rank) Of(MessageEvent happened)
    {
        var index = ByRank.Index().First(e => e.Item.Kind == happened.Kind && e.Item.IsOnlyFor?.Invoke(happened) != false).Index;
        return (ByRank[index], index);
    }

    /// <inheritdoc cref="EventEntry.IsIncident"/>
    public static bool IsIncident(EventKind kind) => ByRank.First(e => e.Kind == kind).IsIncident;

    /// <summary>Creates a message with a sample event of each kind, for channel tests.</summary>
    public static Message SampleMessage(IEnumerable<EventKind> kinds, Instant now) =>
        new(
            $"test-{now.ToUnixTimeMilliseconds()}", now,
            [.. kinds.Order().Select(kind => ByRank.First(e => e.Kind == kind && e.IsOnlyFor is null).SampleAt(now))], []);

    private static MessageEvent SampleAt(this EventEntry entry, Instant now)
    {
        var sample = new MessageEvent(
            $"test:{CamelCase.Of(entry.Kind)}:{InstantPattern.ExtendedIso.Format(now)}", entry.Kind, now, entry.Sample)
        {
            StopAt = entry.Kind == EventKind.Warn ? now + Duration.FromMinutes(15) : null,
        };
        return entry.IsIncident || entry.Kind == EventKind.Ready
            ? sample
            : sample with { ClusterId = Cluster, ClusterName = Cluster, Rule = "dev" };
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

    /// <summary>Selects the events of its kind that the entry is for; null for all events that fit no earlier entry.</summary>
    public Func<MessageEvent, bool>? IsOnlyFor { get; init; }

    public string Heading(EventTurn turn, bool dryRun, int count)
    {
        var (one, many) = turn != EventTurn.Begins && Over is { } ownHeadings ? ownHeadings : (One, Many);
        var heading = count == 1 ? one : many.Replace("{0}", $"{count}", StringComparison.Ordinal);
        var end = Over is not null ? "" : turn switch
        {
            EventTurn.Begins => "",
            EventTurn.Resolved => "Resolved: ",
            EventTurn.NoLongerDue => "No longer due: ",
        };
        return $"{(dryRun ? "Dry run: " : "")}{end}{heading}";
    }
}

/// <summary>The beginning or end that an event reports.</summary>
internal enum EventTurn
{
    /// <summary>The event begins, or happens only once.</summary>
    Begins,
    Resolved,
    /// <summary>The event ends because its action is no longer needed.</summary>
    NoLongerDue,
}
