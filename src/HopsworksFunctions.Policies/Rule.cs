using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies;

/// <summary>What is done with the clusters that a rule matches.</summary>
public sealed record Rule
{
    public required string Name { get; init; }
    public required RuleMatch Match { get; init; }
    /// <summary>Never touched, whoever asks.</summary>
    public bool Protect { get; init; }
    /// <summary>False: left to people.</summary>
    public bool Manage { get; init; } = true;
    public bool DryRun { get; init; }
    public Schedule? Schedule { get; init; }
    /// <summary>False: the schedule never starts a cluster.</summary>
    public bool Start { get; init; } = true;
    /// <summary>False: neither schedule, idleness nor uptime stops a cluster.</summary>
    public bool Stop { get; init; } = true;
    /// <summary>Holds clusters to the schedule at every run instead of acting once per boundary.</summary>
    public bool Enforce { get; init; }
    public IdlePolicy? Idle { get; init; }
    public Duration? MaxUptime { get; init; }
    /// <summary>How long before a stop it is announced.</summary>
    public Duration? Warn { get; init; }
    /// <summary>Starts of lower order go first.</summary>
    public int Order { get; init; }
    public required RuleDefaults Settings { get; init; }
    /// <summary>Differs when the clusters of this rule must be seen with new eyes: another rule, or another schedule.</summary>
    public required string Fingerprint { get; init; }
}

/// <summary>When a running cluster counts as idle: so many quiet samples that span so long.</summary>
public sealed record IdlePolicy(Duration After, int Samples, IdleProbe Probe);

/// <summary>What idleness is measured by.</summary>
public enum IdleProbe
{
    /// <summary>The cluster's YARN metrics.</summary>
    Yarn,
    /// <summary>YARN, and the deployments and jobs of the projects that the key may see.</summary>
    Extended,
    /// <summary>The control plane's hint: autoscaled workers at their minimum.</summary>
    AutoscaledWorkers,
}

/// <summary>Members of <c>defaults</c>, any of which a rule may override.</summary>
public sealed record RuleDefaults(
    Duration NewClusterGrace, Duration MinUptime, Duration MinDowntime, Duration ManualHold, bool RestoreWorkers)
{
    public static readonly RuleDefaults BuiltIn = new(
        Duration.FromHours(2), Duration.FromMinutes(30), Duration.FromMinutes(10), Duration.FromHours(4), true);
}
