using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Schedules;
using HopsworksFunctions.Tests.Scenarios.Oracle;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Rules for the fleet at each tick: clusters follow their schedules once nothing disturbs them.</summary>
internal sealed class FleetRules(Scenario scenario, InForce inForce, Story story)
{
    private static readonly Duration ToSettle = Duration.FromMinutes(90);
    private static readonly Duration ManualHold = Duration.FromHours(4);

    private readonly Dictionary<string, Watched> clusters =
        scenario.Clusters.ToDictionary(cluster => cluster.Id, cluster => new Watched(cluster));
    private Instant disturbed = scenario.Start;
    private Instant limited = scenario.Start;

    /// <summary>Whether nothing happens in the scenario's last two days.</summary>
    public bool IsCalm => scenario.End - disturbed > Duration.FromDays(2);

    public bool IsStuck(string cluster) =>
        clusters[cluster].Now.State is not (ClusterStates.Running or ClusterStates.Stopped or ClusterStates.ExternallyStopped);

    public void Note(ScenarioEvent happening)
    {
        disturbed = happening switch
        {
            ScenarioEvent.SkipTicks skip => Instant.Max(disturbed, skip.Until),
            ScenarioEvent.InjectFault { Fault.Until: { } until } => Instant.Max(disturbed, Instant.FromDateTimeOffset(until)),
            _ => Instant.Max(disturbed, happening.At),
        };
    }

    public void Note(SimulatedCall call)
    {
        // The app takes a failed call that took effect for a manual action, and keeps the cluster like that for some time.
        if (!call.Accepted)
            clusters[call.Cluster].Failed = call.Done ? call.At + ManualHold : call.At;
    }

    public void Note(SimulatedRead read)
    {
        if (read is { Failure: not null, Cluster: { } id } && clusters.TryGetValue(id, out var cluster))
            cluster.Failed = read.Began;
    }

    public void Check(Instant now, IReadOnlyList<EmulatedCluster> fleet)
    {
        if (story.IsOpen("limit"))
            limited = now;
        foreach (var seen in fleet)
        {
            var cluster = clusters[seen.Id];
            cluster.Now = seen;
            if (IsStuck(seen.Id) || seen.BackupPipelineInProgress || seen.UpgradeInProgress is not null)
                continue;
            var rule = cluster.RuleIn(inForce.Policies);
            if (rule is not { Protect: false, Manage: true, DryRun: false })
                continue;
            CheckSchedule(cluster, rule, now);
        }
    }

    private void CheckSchedule(Watched cluster, Rule rule, Instant now)
    {
        if (rule is not { Schedule: { } schedule, Start: true, Stop: true, Idle: null, MaxUptime: null }
            || schedule.At(now) is not { Since: { } boundary } state)
            return;
        // A cluster may run in the start-ahead time of its next window, and drain after its last one.
        var ahead = rule.StartAhead is { } lead ? lead.Time ?? Duration.FromHours(1) : Duration.Zero;
        if (!state.IsUp && (now >= state.Until - ahead || now < boundary + ToSettle + (rule.Drain?.AtMost ?? Duration.Zero)))
            return;
        if (cluster.Now.State == ClusterStates.Running == state.IsUp)
            return;
        var begun = state.IsUp ? BegunAhead(schedule, boundary, ahead) : boundary;
        var isOwnFault = begun > disturbed + Duration.FromDays(1) && begun > cluster.Failed
            && now - Instant.Max(boundary, limited) > ToSettle;
        BrokenException.If(isOwnFault,
            $"{now} {cluster.Now.Id} is {cluster.Now.State} although its schedule is {(state.IsUp ? "up" : "down")} since {boundary}");
    }

    /// <summary>Returns the first start among windows joined by start-ahead times; looks back only to the last disturbance.</summary>
    private Instant BegunAhead(Schedule schedule, Instant start, Duration ahead)
    {
        while (start > disturbed && schedule.At(start - Duration.Epsilon).Since is { } end && start - end <= ahead
            && schedule.At(end - Duration.Epsilon).Since is { } before)
            start = before;
        return start - ahead;
    }
}
