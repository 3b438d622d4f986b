using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The input of a simulation: policies, clusters and events between two instants.</summary>
internal sealed record Scenario(
    PolicySet Policies,
    Instant Start,
    Instant End,
    Duration Tick,
    Duration StartTakes,
    Duration StopTakes,
    IReadOnlyList<EmulatedCluster> Clusters,
    IReadOnlyList<ScenarioEvent> Events)
{
    /// <summary>The folder of the policy file, or of the scenario if the policies are in it.</summary>
    public string PolicyFolder { get; init; } = ".";

    public Duration BackupTakes { get; init; }
}

/// <summary>An event. It comes before a tick at the same instant.</summary>
internal abstract record ScenarioEvent(Instant At)
{
    /// <summary>A person starts or stops a cluster in Hopsworks.ai.</summary>
    public sealed record Manual(Instant At, string Cluster, ClusterAction Action) : ScenarioEvent(At);

    public sealed record SetHold(Instant At, string Cluster, HoldState State, HoldEnd Until) : ScenarioEvent(At)
    {
        public string By { get; init; } = "scenario";

        public string? Reason { get; init; }
    }

    public sealed record Release(Instant At, string Cluster) : ScenarioEvent(At);

    /// <summary>A person freezes an account or a rule.</summary>
    public sealed record SetFreeze(Instant At, FreezeRequest Request) : ScenarioEvent(At);

    /// <param name="Rule">The rule's name; null for the account.</param>
    public sealed record Unfreeze(Instant At, string? Rule) : ScenarioEvent(At);

    /// <param name="EndsTransition">Whether the change ends the transition in progress.</param>
    public sealed record Change(Instant At, string Cluster, Func<EmulatedCluster, EmulatedCluster> Apply, bool EndsTransition)
        : ScenarioEvent(At);

    /// <summary>A person creates the cluster, which does not exist before.</summary>
    public sealed record Create(Instant At, string Cluster) : ScenarioEvent(At);

    /// <summary>A person deletes the cluster.</summary>
    public sealed record Delete(Instant At, string Cluster) : ScenarioEvent(At);

    /// <summary>The cloud reclaims spot workers.</summary>
    public sealed record SpotLoss(Instant At, string Cluster, int Count) : ScenarioEvent(At);

    /// <summary>The next backup of the cluster fails.</summary>
    public sealed record FailBackup(Instant At, string Cluster) : ScenarioEvent(At);

    public sealed record InjectFault(Instant At, Fault Fault) : ScenarioEvent(At);

    public sealed record SkipTicks(Instant At, Instant Until) : ScenarioEvent(At);

    /// <summary>The process dies after the next action's call, before its result is recorded.</summary>
    public sealed record Crash(Instant At) : ScenarioEvent(At);

    /// <summary>New policies, which may be invalid.</summary>
    public sealed record NewPolicies(Instant At, PolicyParse Parse) : ScenarioEvent(At);

    public sealed record LoseState(Instant At) : ScenarioEvent(At);

    /// <summary>Later ticks are delayed by up to <paramref name="UpTo"/>.</summary>
    public sealed record Jitter(Instant At, Duration UpTo) : ScenarioEvent(At);

    /// <summary>The process's clock is ahead of the true time, or behind it if negative.</summary>
    public sealed record Clock(Instant At, Duration By) : ScenarioEvent(At);
}
