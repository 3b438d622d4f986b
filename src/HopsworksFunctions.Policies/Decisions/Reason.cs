namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Why something is done with a cluster, or nothing.</summary>
public enum Reason
{
    /// <summary>A word of a newer version.</summary>
    Unknown,
    NoRule,
    Protected,
    NotManaged,
    /// <summary>A rule that protected it, or left it to people, has only just stopped matching.</summary>
    ProtectionEnds,

    /// <summary>Pending, starting, stopping, updating and the like.</summary>
    InTransition,
    /// <summary>An error state; never acted on.</summary>
    Broken,
    UnknownState,
    BackupInProgress,
    UpgradeInProgress,
    /// <summary>Running, but Hopsworks does not call it stoppable; or stopped, but not startable.</summary>
    NotActionable,
    /// <summary>Our own action has not reached its state yet.</summary>
    InFlight,

    Held,
    /// <summary>Its hold cannot be read, and so may say anything.</summary>
    HoldDamaged,
    NewClusterGrace,
    MinUptime,
    MinDowntime,
    /// <summary>A person started it outside its window.</summary>
    ManualHold,
    /// <summary>A stop was announced and its time has not come.</summary>
    Warned,
    /// <summary>A start failed and is tried again later.</summary>
    StartBackoff,
    /// <inheritdoc cref="StartBackoff"/>
    StopBackoff,
    /// <summary>The adding of workers failed and is tried again later.</summary>
    WorkersBackoff,
    /// <summary>A start failed too often; left until the next window.</summary>
    StartFailed,
    /// <summary>A person asked for what the cluster is already.</summary>
    AlreadyThere,
    /// <summary>More unforeseen stops are due than the limits allow.</summary>
    LimitReached,
    /// <summary>More idle stops are due than are made in an hour.</summary>
    IdleLimit,

    NoSchedule,
    InWindow,
    OutOfWindow,
    /// <summary>Up outside its window under a rule that never stops.</summary>
    NeverStopped,
    /// <summary>Up outside a schedule that has had no window for so long that none of its ends is left to act on.</summary>
    NoWindowEnd,
    /// <summary>Down inside its window under a rule that never starts.</summary>
    NeverStarted,
    /// <summary>Down inside its window because a person, or an idle, uptime or hold stop of ours, stopped it.</summary>
    StoppedUntilNextWindow,

    HoldUp,
    HoldDown,
    WindowStart,
    WindowEnd,
    HoldEnd,
    ManualHoldEnd,
    MaxUptime,
    Idle,
    /// <summary>A person asked us for it; from then on it counts as done by hand.</summary>
    ManualStart,
    /// <inheritdoc cref="ManualStart"/>
    ManualStop,
    /// <summary>Our stop deleted its workers, and it runs again.</summary>
    RestoreWorkers,
}
