using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Policies.Clusters;

/// <summary>A managed Hopsworks cluster as Hopsworks.ai describes it; missing values are null, empty or Unknown.</summary>
public sealed record Cluster
{
    public required string Id { get; init; }
    /// <summary>The cluster's name for display, with invisible characters escaped; its id if the API gives no name.</summary>
    public required string Name
    {
        get;
        init => (ExactName, field) = (value, TextSanitizer.Escape(value));
    }

    /// <summary>The name exactly as received, which rules match and people may ask for.</summary>
    public string ExactName { get; private init; } = "";
    public ClusterState State { get; init; }
    /// <summary>The state as received, for messages about unknown states; escaped like <see cref="Name"/>.</summary>
    public string StateText { get; init => field = TextSanitizer.Escape(value); } = "";
    public ActivationState ActivationState { get; init; }
    public Cloud Cloud { get; init; }
    /// <summary>Null when absent, 0, or more than a day in the future.</summary>
    public Instant? CreatedOn { get; init; }
    /// <inheritdoc cref="CreatedOn"/>
    public Instant? StartedOn { get; init; }
    public string? Version { get; init; }
    /// <summary>The cluster's own address as received, which may be no valid address.</summary>
    public string? Url { get; init; }
    /// <summary>Escaped like <see cref="Name"/>.</summary>
    public string? ErrorMessage { get; init => field = value is null ? null : TextSanitizer.Escape(value); }
    /// <summary>The tags exactly as received, because rules match them; they are escaped for display.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = NoTags;
    public Nodes? Head { get; init; }
    /// <summary>Whether there are more head nodes than <see cref="Head"/> says; the API does not report their number.</summary>
    public bool HeadIsHighlyAvailable { get; init; }
    /// <summary>The current worker nodes, including autoscaled ones.</summary>
    public IReadOnlyList<WorkerGroup> Workers { get; init; } = [];
    /// <summary>RonDB's nodes by role. An all-in-one RonDB is a single group; empty if it runs on the head node.</summary>
    public IReadOnlyList<Nodes> RonDB { get; init; } = [];
    public Autoscale? Autoscale { get; init; }
    /// <summary>Azure location, AWS region or GCP zone.</summary>
    public string? Region { get; init; }
    /// <summary>The number of days for which its backups are kept; 0 if it cannot be backed up, null if unknown.</summary>
    public int? BackupRetention { get; init; }
    public bool BackupPipelineInProgress { get; init; }
    public bool UpgradeInProgress { get; init; }

    internal static readonly IReadOnlyDictionary<string, string> NoTags = new Dictionary<string, string>();

    /// <summary>The tags as the type that all readers of clusters create, because its enumeration does not allocate.</summary>
    internal Dictionary<string, string> TagsByName => Tags as Dictionary<string, string> ?? new(Tags);
}

/// <summary>Identical machines of one role (<c>head</c>, <c>mgmd</c>, <c>ndbd</c>, <c>mysqld</c>, <c>api</c>); disk in GB each.</summary>
public sealed record Nodes(string Role, string InstanceType, int DiskSize, int Count);

/// <summary>Identical worker nodes; disk in GB each; <paramref name="Spot"/> is null for on-demand machines.</summary>
public sealed record WorkerGroup(string InstanceType, int DiskSize, int Count, SpotSettings? Spot = null);

/// <summary>Spot settings of worker nodes; the price is in percent of on-demand, 1 to 200.</summary>
public sealed record SpotSettings(int MaxPrice, bool FallBackOnDemand);

/// <summary>Settings of the autoscaler; it removes a worker that is unused for <paramref name="DownscaleWaitTime"/>.</summary>
public sealed record Autoscale(
    string InstanceType, int DiskSize, int MinWorkers, int MaxWorkers, double StandbyWorkers, Duration DownscaleWaitTime,
    SpotSettings? Spot = null);

/// <summary>A machine type that a cloud region offers for a role; memory in GB.</summary>
public sealed record InstanceType(string Id, string Role, int Cpus, double Memory);
