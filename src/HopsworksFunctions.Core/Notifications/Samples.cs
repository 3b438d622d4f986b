using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>An event of each kind as it could be, for trying channels.</summary>
internal static class Samples
{
    private const string Cluster = "sample-cluster";

    public static Message Message(IEnumerable<EventKind> kinds, Instant now) =>
        new($"test-{now.ToUnixTimeMilliseconds()}", now, [.. kinds.Order().Select(kind => Of(kind, now))], []);

    private static MessageEvent Of(EventKind kind, Instant now)
    {
        var text = kind switch
        {
            EventKind.Warn => "will be stopped at 19:00 (Europe/Stockholm): outside 'office' from then on",
            EventKind.Unknown => "something that this version does not know",
            EventKind.Stop => "stopping: outside 'office' since 19:00 (Europe/Stockholm), next start Tue 07:00",
            EventKind.Start => "starting: inside 'office' since 07:00 (Europe/Stockholm), next stop 19:00",
            EventKind.StartFailed => $"{Cluster} could not be started; 5 tries failed",
            EventKind.StopFailed =>
                $"{Cluster} could not be stopped: 3 attempts failed since 19:00 (Europe/Stockholm), and it is still running",
            EventKind.Workers => $"{Cluster} runs without 2 x Standard_D8_v3: 3 attempts to add them failed since 07:05 (Europe/Stockholm)",
            EventKind.NotFollowed => $"{Cluster} was told to stop but is running; look at it in Hopsworks",
            EventKind.Limit => "40 unexpected stops are due, and the stop limit is 25 an hour, so none of them was made",
            EventKind.Key => "Hopsworks.ai refused the API key",
            EventKind.Config => "policies.json:12:5: there is no schedule 'offise'",
            EventKind.State => "the stored hold 'sample-cluster' is not JSON; the cluster is kept as it is until somebody replaces or releases its hold",
            EventKind.Outage => "Hopsworks.ai is not available",
            EventKind.Probe => $"the activity of {Cluster} cannot be measured, so it is not stopped for being idle",
            EventKind.OrphanedStop => $"{Cluster} was stopped by us and no rule manages it any more, so nothing will start it",
            EventKind.Defer => $"{Cluster} cannot be acted on for 3 runs now: a backup is being made",
        };
        var ofCluster = kind is EventKind.Warn or EventKind.Stop or EventKind.Start;
        return new($"test:{CamelCase.Of(kind)}:{InstantPattern.ExtendedIso.Format(now)}", kind, now, text)
        {
            ClusterId = ofCluster ? Cluster : null,
            ClusterName = ofCluster ? Cluster : null,
            Rule = ofCluster ? "dev" : null,
            StopAt = kind == EventKind.Warn ? now + Duration.FromMinutes(15) : null,
        };
    }
}
