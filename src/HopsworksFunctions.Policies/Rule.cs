using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies;

/// <summary>One rule of the policies: what the app does with the clusters that match.</summary>
public sealed record Rule
{
    public required string Name { get; init; }
    public required RuleMatch Match { get; init; }
    /// <summary>Whether the app never stops, starts or holds the cluster, even if a person requests it.</summary>
    public bool Protect { get; init; }
    /// <summary>Whether the app manages the cluster.</summary>
    public bool Manage { get; init; } = true;
    public bool DryRun { get; init; }
    public Schedule? Schedule { get; init; }
    /// <summary>The tag that names the schedule, instead of <see cref="Schedule"/>; null for none.</summary>
    public ScheduleTag? ScheduleTag { get; init; }
    /// <summary>Whether the schedule starts clusters.</summary>
    public bool Start { get; init; } = true;
    /// <summary>Whether schedule, idleness or uptime stops clusters.</summary>
    public bool Stop { get; init; } = true;
    /// <summary>The time from sending a start to its window; null to send it when the window starts.</summary>
    public StartAhead? StartAhead { get; init; }
    /// <summary>Whether the schedule applies in every run instead of once per boundary.</summary>
    public bool Enforce { get; init; }
    public IdlePolicy? Idle { get; init; }
    /// <summary>The wait of a scheduled stop until the cluster is idle; null for none.</summary>
    public DrainPolicy? Drain { get; init; }
    /// <summary>The activity check for its stops; null for none.</summary>
    public IdleProbe? Probe => Idle?.Probe ?? Drain?.Probe;
    /// <summary>The activity check, whether for its stops or only for the history; null for none.</summary>
    public IdleProbe? Measures => Probe ?? (Settings.Observe ? IdleProbe.Yarn : null);
    /// <summary>The times at which its clusters are backed up; null for never.</summary>
    public BackupPolicy? Backup { get; init; }
    public Duration? MaxUptime { get; init; }
    /// <summary>The time from a stop warning to the stop; null for no warnings.</summary>
    public Duration? Warn { get; init; }
    /// <summary>Starts with a lower order go first.</summary>
    public int Order { get; init; }
    public required RuleDefaults Settings { get; init; }
    /// <summary>Differs when another rule or schedule applies, so its clusters must be evaluated anew.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether the cluster only almost matches this rule, which therefore protects it.</summary>
    public bool IsNearMatch { get; init; }
    /// <summary>Whether the tag of the cluster names no schedule, so the app leaves the cluster alone.</summary>
    public bool HasUnknownSchedule { get; init; }

    /// <summary>The time zone of its times in messages: its schedule's, or else the file's.</summary>
    public DateTimeZone Zone => Schedule?.Zone ?? Settings.ManualHold.Zone ?? DateTimeZone.Utc;

    /// <summary>Whether it protects its clusters from the app, or does not manage them.</summary>
    public bool IsGuard => Protect || !Manage;

    /// <summary>Whether it has a schedule, or a tag may give it one.</summary>
    public bool MayHaveSchedule => Schedule is not null || ScheduleTag is not null;

    /// <summary>Whether schedule, idleness or uptime may stop its clusters, unless <see cref="Stop"/> forbids it.</summary>
    internal bool HasStops => MayHaveSchedule || Idle is not null || MaxUptime is not null;

    /// <summary>The rule without a tag, and under each schedule that a tag can name.</summary>
    internal IEnumerable<Rule> Variants => ScheduleTag?.Rules.Prepend(this) ?? [this];

    /// <summary>The schedules that its clusters can have.</summary>
    internal IEnumerable<Schedule> Schedules => (ScheduleTag?.Choices ?? []).Prepend(Schedule).OfType<Schedule>().Distinct();
}

/// <summary>The time from sending a start to its window; a null <paramref name="Time"/> is learned from earlier starts.</summary>
public readonly record struct StartAhead(Duration? Time)
{
    public static readonly Duration Max = Duration.FromDays(1);
}

/// <summary>The condition for a running cluster to count as idle: the minimum number of idle samples and the time that they span.</summary>
public sealed record IdlePolicy(Duration After, int Samples, IdleProbe Probe);

/// <summary>
/// The wait of a scheduled stop until the cluster has been idle for <paramref name="Idle"/>, and at most <paramref name="AtMost"/>.
/// </summary>
public sealed record DrainPolicy(Duration Idle, Duration AtMost, IdleProbe Probe);

/// <summary>
/// A backup before each stop by the policies, or once a day. A stop waits for the backup at most <paramref name="AtMost"/>.
/// </summary>
/// <param name="At">The time of day, in the rule's zone; null for before each stop.</param>
/// <param name="Keep">The number of the app's own backups that are kept for each cluster.</param>
public sealed record BackupPolicy(LocalTime? At, int Keep, Duration AtMost)
{
    public const int MaxKept = 100;
    /// <summary>The longest that a client of Hopsworks.ai waits for a backup.</summary>
    public static readonly Duration LongestWait = Duration.FromHours(3);

    public bool IsBeforeStop => At is null;
}

/// <summary>Fields of <c>defaults</c>, each of which a rule may override.</summary>
public sealed record RuleDefaults(
    Duration NewClusterGrace, Duration MinUptime, Duration MinDowntime, ManualHold ManualHold, bool RestoreWorkers)
{
    /// <summary>Whether the history records when its clusters are busy.</summary>
    public bool Observe { get; init; }

    public static readonly RuleDefaults BuiltIn = new(
        Duration.FromHours(2), Duration.FromMinutes(30), Duration.FromMinutes(10), new(Duration.FromHours(4)), true);
}
