namespace HopsworksEmulator.ControlPlane;

/// <summary>How long the control plane takes; zero means that the end is reached with the call itself.</summary>
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

    /// <summary>A change of the autoscale settings of a running cluster.</summary>
    public TimeSpan Update { get; init; } = TimeSpan.FromMinutes(1);
    public TimeSpan Upgrade { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a backup that was asked for is still not found.</summary>
    public TimeSpan BackupLag { get; init; } = TimeSpan.FromSeconds(10);
    public TimeSpan Backup { get; init; } = TimeSpan.FromMinutes(10);
    public TimeSpan DeleteBackup { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Everything at once.</summary>
    public static readonly EmulatorTimings Immediate = Every(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>Seconds instead of minutes, for people who watch.</summary>
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
