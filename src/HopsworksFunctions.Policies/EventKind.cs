namespace HopsworksFunctions.Policies;

/// <summary>Events that channels can subscribe to, with the same names in policies, messages and reports.</summary>
public enum EventKind
{
    /// <summary>An event from a newer version; no channel can subscribe to it.</summary>
    Unknown,
    /// <summary>A stop is coming.</summary>
    Warn,
    Stop,
    Start,
    /// <summary>A due start keeps failing.</summary>
    StartFailed,
    /// <summary>A due stop keeps failing.</summary>
    StopFailed,
    /// <summary>Worker nodes are missing and cannot be restored, or are not restored.</summary>
    Workers,
    /// <summary>An accepted stop or start did not take effect in time.</summary>
    NotFollowed,
    /// <summary>More unexpected stops are due than the stop limit allows, so the app makes none.</summary>
    Limit,
    /// <summary>A person froze the account or a rule, so the app starts and stops nothing.</summary>
    Freeze,
    /// <summary>Hopsworks.ai rejects the API key, or there is none.</summary>
    Key,
    /// <summary>The policies or settings are invalid.</summary>
    Config,
    /// <summary>Stored data cannot be read.</summary>
    State,
    /// <summary>The clusters cannot be listed.</summary>
    Outage,
    /// <summary>A cluster's activity check fails.</summary>
    Probe,
    /// <summary>A cluster that the app stopped is no longer managed, so nothing will start it.</summary>
    OrphanedStop,
    /// <summary>A window began; the event reports how many of its clusters were usable then.</summary>
    Ready,
    /// <summary>An action is due, but the cluster cannot take it now.</summary>
    Defer,
    /// <summary>A backup that a rule asks for was not made.</summary>
    BackupFailed,
}
