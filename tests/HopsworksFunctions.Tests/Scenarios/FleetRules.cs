using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Policies;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>What must hold of the fleet at each tick: clusters get their workers back, and follow their schedules once nothing disturbs them.</summary>
internal sealed class FleetRules(Scenario scenario, InForce inForce, OpenIncidents incidents)
{
    // Longer than a watch and all retries of what a crash or fault has spoiled.
    private static readonly Duration Patience = Duration.FromHours(3);
    private static readonly Duration ToSettle = Duration.FromMinutes(90);

    private readonly Dictionary<string, Watched> clusters = scenario.Clusters.ToDictionary(cluster => cluster.Id, cluster => new Watched(cluster) { Disturbed = scenario.Start });
    private Instant disturbed = scenario.Start;
    private Instant limited = scenario.Start;

    /// <summary>Whether nothing has happened for two days.</summary>
    public bool IsCalm => scenario.End - disturbed > Duration.FromDays(2);

    public bool IsStuck(string cluster) => clusters[cluster].Now.State is not (ClusterStates.Running or ClusterStates.Stopped or ClusterStates.ExternallyStopped);

    public void Note(ScenarioEvent happening)
    {
        disturbed = happening switch
        {
            ScenarioEvent.SkipTicks skip => Instant.Max(disturbed, skip.Until),
            ScenarioEvent.GoWrong { Faults: [{ Until: { } until }] } => Instant.Max(disturbed, Instant.FromDateTimeOffset(until)),
            _ => Instant.Max(disturbed, happening.At),
        };
        if (happening is ScenarioEvent.LoseState)
        {
            foreach (var cluster in clusters.Values)
                cluster.Owed.Clear();
        }
    }

    public void Note(SimulatedCall call)
    {
        var cluster = clusters[call.Cluster];
        if (!call.Accepted || call.Call != "addWorkers")
            cluster.Disturbed = call.At;
        if (!call.Accepted)
            cluster.Failed = call.At;
        if (!(call is { Call: "stop", Done: true }))
            return;
        if (call.Before!.Autoscale is not null || !inForce.RuleNamed(call.Rule).Settings.RestoreWorkers)
            cluster.Owed.Clear();
        else
            cluster.Owe(call.Before.Workers);
    }

    public void Check(Instant now, IReadOnlyList<EmulatedCluster> fleet)
    {
        if (incidents.Of("limit"))
            limited = now;
        foreach (var seen in fleet)
        {
            var cluster = clusters[seen.Id];
            cluster.See(seen, now);
            if (IsStuck(seen.Id) || seen.BackupPipelineInProgress || seen.UpgradeInProgress is not null)
                continue;
            var rule = cluster.RuleIn(inForce.Policies);
            if (rule is not { Protect: false, Manage: true, DryRun: false })
                continue;
            CheckWorkers(cluster, rule, now);
            CheckSchedule(cluster, rule, now);
        }
    }

    private void CheckWorkers(Watched cluster, Rule rule, Instant now)
    {
        if (cluster.Owed.Count == 0 || cluster.UpSince is not { } up)
            return;
        if (!rule.Settings.RestoreWorkers)
            cluster.Owed.Clear();
        if (!cluster.Missing.Any())
            return;
        var since = new[] { up, disturbed, limited, cluster.Disturbed, rule.Schedule?.At(now) switch { { IsUp: true, Since: { } start } => start, { IsUp: false } => now, _ => up } }.Max();
        BrokenException.If(now - since > Patience, $"{now} {cluster.Now.Id} runs since {up} without {string.Join(", ", cluster.Missing)}");
    }

    private void CheckSchedule(Watched cluster, Rule rule, Instant now)
    {
        if (rule is not { Schedule: { } schedule, Start: true, Stop: true, Idle: null, MaxUptime: null } || schedule.At(now) is not { Since: { } boundary } state)
            return;
        var isUp = cluster.Now.State == ClusterStates.Running;
        var isOwnFault = boundary > disturbed + Duration.FromDays(1) && boundary > cluster.Failed && now - Instant.Max(boundary, limited) > ToSettle;
        BrokenException.If(isOwnFault && isUp != state.IsUp, $"{now} {cluster.Now.Id} is {cluster.Now.State} although its schedule is {(state.IsUp ? "up" : "down")} since {boundary}");
    }
}
