namespace HopsworksEmulator.ControlPlane;

/// <summary>How long the control plane takes; with zero, the call itself completes the transition.</summary>
public sealed record EmulatorTimings
{
    /// <summary>How long a cluster still reads <c>running</c> after an accepted stop; at most a minute.</summary>
    public TimeSpan StopLag { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From <c>stopping</c> to <c>stopped</c>.</summary>
    public TimeSpan Stop { get; init; } = TimeSpan.FromMinutes(3);
    public TimeSpan Start { get; init; } = TimeSpan.FromMinutes(6);
    public TimeSpan Create { get; init; } = TimeSpan.FromMinutes(15);
    public TimeSpan Delete { get; init; } = TimeSpan.FromMinutes(5);
    public TimeSpan Workers { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>A change of a running cluster's autoscaler.</summary>
    public TimeSpan Update { get; init; } = TimeSpan.FromMinutes(1);
    public TimeSpan Upgrade { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a new backup is not found.</summary>
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
