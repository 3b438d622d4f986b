namespace HopsworksEmulator.ControlPlane;

/// <summary>The activity of a cluster in its own API.</summary>
public enum EmulatedActivity
{
    Idle,
    Busy,
    /// <summary>The cluster's API closes the connection without a response.</summary>
    Unreachable,
}

/// <summary>The YARN metrics that distinguish idle from busy.</summary>
/// <param name="AppsSubmitted">The number of applications since the resource manager's start.</param>
/// <param name="Deploying">The number of hosts that are registered but not yet up. Hopsworks adds it to YARN's metrics.</param>
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
