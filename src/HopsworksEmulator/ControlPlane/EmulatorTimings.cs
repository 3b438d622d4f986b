namespace HopsworksEmulator.ControlPlane;

/// <summary>The durations of the control plane's operations. With zero, the call itself completes the transition.</summary>
public sealed record EmulatorTimings
{
    /// <summary>The time that a cluster stays <c>running</c> after an accepted stop; at most a minute.</summary>
    public TimeSpan StopLag { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The time from <c>stopping</c> to <c>stopped</c>.</summary>
    public TimeSpan Stop { get; init; } = TimeSpan.FromMinutes(3);
    public TimeSpan Start { get; init; } = TimeSpan.FromMinutes(6);
    public TimeSpan Create { get; init; } = TimeSpan.FromMinutes(15);
    public TimeSpan Delete { get; init; } = TimeSpan.FromMinutes(5);
    public TimeSpan Workers { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>The time of a change of a running cluster's autoscaler.</summary>
    public TimeSpan Update { get; init; } = TimeSpan.FromMinutes(1);
    public TimeSpan Upgrade { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The time in which a new backup is not found.</summary>
    public TimeSpan BackupLag { get; init; } = TimeSpan.FromSeconds(10);
    public TimeSpan Backup { get; init; } = TimeSpan.FromMinutes(10);
    public TimeSpan DeleteBackup { get; init; } = TimeSpan.FromMinutes(1);

    public static readonly EmulatorTimings Immediate = Every(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>Seconds instead of minutes, for demonstrations.</summary>
    public static readonly EmulatorTimings Lively = Every(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));

    private static EmulatorTimings Every(TimeSpan lag, TimeSpan duration) => new()
    {
        StopLag = lag,
        Stop = duration,
        Start = duration,
        Create = duration,
        Delete = duration,
        Workers = duration,
        Update = duration,
        Upgrade = duration,
        BackupLag = lag,
        Backup = duration,
        DeleteBackup = duration,
    };
}
