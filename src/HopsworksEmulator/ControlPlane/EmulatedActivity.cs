namespace HopsworksEmulator.ControlPlane;

/// <summary>What a cluster is doing, as its own API shows it.</summary>
public enum EmulatedActivity
{
    Idle,
    Busy,
    /// <summary>The connection is closed without an answer.</summary>
    Unreachable,
}

/// <summary>The figures of YARN that tell idle from busy.</summary>
/// <param name="AppsSubmitted">A counter since the resource manager's start.</param>
/// <param name="Deploying">Hosts that are registered but not yet up; Hopsworks adds it to YARN's figures.</param>
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
