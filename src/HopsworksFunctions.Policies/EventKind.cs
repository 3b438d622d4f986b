namespace HopsworksFunctions.Policies;

/// <summary>What people are told of; the same names in policies, notices, messages and reports.</summary>
public enum EventKind
{
    /// <summary>A word of a newer version; no channel can ask for it.</summary>
    Unknown,
    /// <summary>A stop is coming.</summary>
    Warn,
    Stop,
    Start,
    /// <summary>A start that is due fails again and again.</summary>
    StartFailed,
    /// <summary>A stop that is due fails again and again.</summary>
    StopFailed,
    /// <summary>Worker nodes are missing, and cannot be put back or are not.</summary>
    Workers,
    /// <summary>An accepted stop or start has not reached its state in time.</summary>
    NotFollowed,
    /// <summary>More unforeseen stops were due than are allowed, so none of them was made.</summary>
    Limit,
    /// <summary>Hopsworks refuses the API key, or there is none.</summary>
    Key,
    /// <summary>The policies or settings are invalid.</summary>
    Config,
    /// <summary>Something that was remembered cannot be read.</summary>
    State,
    /// <summary>The clusters cannot be listed.</summary>
    Outage,
    /// <summary>A cluster's activity cannot be measured.</summary>
    Probe,
    /// <summary>A cluster that we stopped is no longer managed, so nothing will start it.</summary>
    OrphanedStop,
    /// <summary>An action is due on a cluster that cannot take it now.</summary>
    Defer,
}
