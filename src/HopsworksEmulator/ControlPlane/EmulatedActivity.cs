namespace HopsworksEmulator.ControlPlane;

/// <summary>A cluster's activity, as its own API shows it.</summary>
public enum EmulatedActivity
{
    Idle,
    Busy,
    /// <summary>Closes the connection without a response.</summary>
    Unreachable,
}

/// <summary>The YARN metrics that tell idle from busy.</summary>
/// <param name="AppsSubmitted">Counts from the resource manager's start.</param>
/// <param name="Deploying">Hosts that are registered but not yet up, which Hopsworks adds to YARN's metrics.</param>
public sealed record YarnMetrics(
    int AppsSubmitted = 41,
    int AppsPending = 0,
    int AppsRunning = 0,
    int AllocatedMB = 0,
    int ContainersAllocated = 0,
    int ContainersReserved = 0,
    int ContainersPending = 0,
    int Deploying = 0)
{
    public static readonly YarnMetrics Idle = new();
    public static readonly YarnMetrics Busy = new(AppsSubmitted: 42, AppsRunning: 1, AllocatedMB: 8192, ContainersAllocated: 4);

    internal static YarnMetrics Of(EmulatedCluster cluster) =>
        cluster.Metrics ?? (cluster.Activity == EmulatedActivity.Busy ? Busy : Idle);
}
