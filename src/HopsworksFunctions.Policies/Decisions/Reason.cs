namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The reason for an action on a cluster, or for none.</summary>
public enum Reason
{
    /// <summary>A reason from a newer version.</summary>
    Unknown,
    NoRule,
    Protected,
    NotManaged,
    /// <summary>A rule that protected or did not manage it stopped matching less than an hour ago.</summary>
    ProtectionEnds,
    /// <summary>Only case or blanks keep the cluster from matching a rule that protects or does not manage.</summary>
    NearMatch,
    /// <summary>The tag for its schedule names no schedule.</summary>
    UnknownSchedule,

    /// <summary>Pending, starting, stopping, updating and the like.</summary>
    InTransition,
    /// <summary>An error state; the app never acts on it.</summary>
    Broken,
    UnknownState,
    BackupInProgress,
    UpgradeInProgress,
    /// <summary>Hopsworks.ai does not report the running cluster as stoppable, or the stopped one as startable.</summary>
    NotActionable,
    /// <summary>An action by the app has not taken effect yet.</summary>
    InFlight,

    /// <summary>A person froze the account or the rule.</summary>
    Frozen,
    Held,
    /// <summary>Its hold cannot be read, so it might keep the cluster in any state.</summary>
    HoldDamaged,
    NewClusterGrace,
    MinUptime,
    MinDowntime,
    /// <summary>A person started it outside its window.</summary>
    ManualHold,
    /// <summary>A scheduled stop waits until the cluster is idle.</summary>
    Draining,
    /// <summary>A stop waits for the app's own backup.</summary>
    BackingUp,
    /// <summary>A stop warning was sent, and the stop time has not come.</summary>
    Warned,
    /// <summary>A start failed and will be retried later.</summary>
    StartBackoff,
    /// <inheritdoc cref="StartBackoff"/>
    StopBackoff,
    /// <summary>Adding workers failed and will be retried later.</summary>
    WorkersBackoff,
    /// <summary>The start failed too often; no more attempts until the next window.</summary>
    StartFailed,
    /// <summary>A person requested the state that the cluster is already in.</summary>
    AlreadyThere,
    /// <summary>More unexpected stops are due than the stop limit allows.</summary>
    LimitReached,
    /// <summary>More idle stops are due than are allowed per hour.</summary>
    IdleLimit,

    NoSchedule,
    InWindow,
    OutOfWindow,
    /// <summary>Running outside its window, under a rule that never stops clusters.</summary>
    NeverStopped,
    /// <summary>Running, and the schedule has had no window within its horizon, so no stop time applies.</summary>
    NoWindowEnd,
    /// <summary>Stopped inside its window, under a rule that never starts clusters.</summary>
    NeverStarted,
    /// <summary>Stopped inside its window by a person, or by the app for idleness, maximum uptime or a hold.</summary>
    StoppedUntilNextWindow,

    HoldUp,
    HoldDown,
    WindowStart,
    WindowEnd,
    HoldEnd,
    ManualHoldEnd,
    MaxUptime,
    Idle,
    /// <summary>A person requested it through the app; afterwards it counts as manual.</summary>
    ManualStart,
    /// <inheritdoc cref="ManualStart"/>
    ManualStop,
    /// <summary>The app's stop deleted its worker nodes, and it runs again.</summary>
    RestoreWorkers,
    /// <summary>A stop is due, and its rule requires a backup first.</summary>
    BackupBeforeStop,
    /// <summary>The time of day of its rule's backup has come.</summary>
    DailyBackup,
}
