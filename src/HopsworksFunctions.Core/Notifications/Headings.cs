using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>What each kind of event is called, and which is the more important.</summary>
internal static class Headings
{
    private static readonly EventKind[] Ranks =
    [
        EventKind.Warn, EventKind.Key, EventKind.Outage, EventKind.Config, EventKind.State, EventKind.Limit, EventKind.StopFailed,
        EventKind.StartFailed, EventKind.NotFollowed, EventKind.Workers, EventKind.OrphanedStop, EventKind.Probe, EventKind.Defer,
        EventKind.Stop, EventKind.Start, EventKind.Unknown,
    ];

    public static int Rank(EventKind kind) => Array.IndexOf(Ranks, kind);

    public static string Of(EventKind kind, bool over, bool dryRun, int count)
    {
        var (one, many) = kind switch
        {
            EventKind.Warn when over => ("A stop that was announced does not come", "{0} stops that were announced do not come"),
            EventKind.Warn => ("A cluster is about to be stopped", "{0} clusters are about to be stopped"),
            EventKind.Unknown =>
                ("Something happened that this version does not know", "{0} things happened that this version does not know"),
            EventKind.Stop => ("A cluster was stopped", "{0} clusters were stopped"),
            EventKind.Start => ("A cluster was started", "{0} clusters were started"),
            EventKind.StartFailed => ("A cluster could not be started", "{0} clusters could not be started"),
            EventKind.StopFailed => ("A cluster could not be stopped", "{0} clusters could not be stopped"),
            EventKind.Workers => ("Worker nodes are missing", "Worker nodes are missing on {0} clusters"),
            EventKind.NotFollowed => ("A stop or start had no effect", "{0} stops or starts had no effect"),
            EventKind.Limit => ("Too many stops at once", "Too many stops at once"),
            EventKind.Key => ("The API key does not work", "The API key does not work"),
            EventKind.Config => ("Something is wrong with the configuration", "{0} things are wrong with the configuration"),
            EventKind.State => ("Something that was remembered cannot be read", "{0} things that were remembered cannot be read"),
            EventKind.Outage => ("Hopsworks.ai does not answer", "Hopsworks.ai does not answer"),
            EventKind.Probe => ("The activity of a cluster cannot be measured", "The activity of {0} clusters cannot be measured"),
            EventKind.OrphanedStop => ("A stopped cluster has no rule any more", "{0} stopped clusters have no rule any more"),
            EventKind.Defer => ("A stop or start is put off", "{0} stops or starts are put off"),
        };
        var heading = count == 1 ? one : many.Replace("{0}", $"{count}", StringComparison.Ordinal);
        return $"{(dryRun ? "Dry run: " : "")}{(over && kind != EventKind.Warn ? $"Over: {heading}" : heading)}";
    }
}
