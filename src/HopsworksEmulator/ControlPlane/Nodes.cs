using System.Diagnostics.CodeAnalysis;

namespace HopsworksEmulator.ControlPlane;

public sealed record ClusterConfiguration
{
    public Head Head { get; init; } = new("Standard_D8_v3", 512);

    /// <summary>The current workers, including the autoscaler's. Go clients write no workers as null.</summary>
    [AllowNull]
    public IReadOnlyList<Worker> Workers { get; init => field = value ?? []; } = [];
}

public sealed record Head(string InstanceType, int DiskSize, bool HaEnabled = false, string NodeId = "", string? PrivateIp = null);

/// <summary>A group of identical workers; the disk size is in GB per worker.</summary>
public sealed record Worker(string InstanceType, int DiskSize, int Count, SpotInfo? SpotInfo = null)
{
    [AllowNull]
    public IReadOnlyList<string> PrivateIps { get; init => field = value ?? []; } = [];

    internal bool IsLike(Worker other) =>
        InstanceType == other.InstanceType && DiskSize == other.DiskSize && SpotInfo == other.SpotInfo;
}

/// <summary>Spot settings; the price is 1 to 200 percent of the on-demand price.</summary>
public sealed record SpotInfo(int MaxPrice, bool FallBackOnDemand);

public sealed record AutoscaleConfiguration(AutoscaleGroup? NonGpu);

/// <summary>Settings of the autoscaler; <paramref name="DownscaleWaitTime"/> is in seconds.</summary>
public sealed record AutoscaleGroup(
    string InstanceType,
    int DiskSize = 512,
    int MinWorkers = 0,
    int MaxWorkers = 10,
    double StandbyWorkers = 0.5,
    int DownscaleWaitTime = 300,
    SpotInfo? SpotInfo = null);

public sealed record RonDB
{
    public bool AllInOne { get; init; }
    public RonDBConfiguration Configuration { get; init; } = new(new(2), new(new(false)));
    public RonDBNodes Mgmd { get; init; } = new("", 30, 1);
    public RonDBNodes Ndbd { get; init; } = new("", 512, 2);
    public RonDBNodes Mysqld { get; init; } = new("", 128, 1) { ArrowFlight = false };
    public RonDBNodes Api { get; init; } = new("", 30, 0);
}

/// <summary>A group of identical RonDB nodes; only <c>mysqld</c> has <c>arrowFlight</c>.</summary>
public sealed record RonDBNodes(string InstanceType, int DiskSize, int Count)
{
    public bool? ArrowFlight { get; init; }

    [AllowNull]
    public IReadOnlyList<string> PrivateIps { get; init => field = value ?? []; } = [];
}

public sealed record RonDBConfiguration(NdbdDefault NdbdDefault, RonDBGeneral General);

public sealed record NdbdDefault(int ReplicationFactor);

public sealed record RonDBGeneral(RonDBBenchmark Benchmark);

public sealed record RonDBBenchmark(bool GrantUserPrivileges);
