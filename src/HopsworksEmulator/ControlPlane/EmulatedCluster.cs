using System.Text.Json.Serialization;

namespace HopsworksEmulator.ControlPlane;

/// <summary>A cluster at one instant, with the fields and words of the API. Dates that are <c>default</c> are 0 on the wire.</summary>
public sealed record EmulatedCluster
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string State { get; init; } = ClusterStates.Running;

    /// <summary>The activation state, which follows <see cref="State"/> until it is set.</summary>
    public string ActivationState { get => field ?? ClusterStates.ActivationOf(State); init; }
    public string InitializationStage => State;
    public DateTimeOffset CreatedOn { get; init; }
    public DateTimeOffset StartedOn { get; init; }
    public string Version { get; init; } = Catalog.DefaultVersion;
    public string Url { get => field ?? $"https://{Id}.cloud.hopsworks.ai/hopsworks"; init; }

    /// <summary><c>AZURE</c>, <c>AWS</c> or <c>GCP</c>.</summary>
    public string Provider { get; init; } = "AZURE";
    public string? ErrorMessage { get; init; }
    public IReadOnlyList<ClusterTag> Tags { get; init; } = [];
    public string SshKeyName { get; init; } = "";
    public ClusterConfiguration ClusterConfiguration { get; init; } = new();
    public bool PublicIPAttached { get; init; } = true;
    public bool LetsEncryptIssued { get; init; } = true;
    public bool ManagedUsers { get; init; } = true;

    /// <summary>The retention period in days; 0 disables backups.</summary>
    public int BackupRetentionPeriod { get; init; } = 14;
    public AzureBlock? Azure { get; init; }
    public AwsBlock? Aws { get; init; }
    public GcpBlock? Gcp { get; init; }
    public Ports Ports { get; init; } = new();
    public RonDB? RonDB { get; init; }
    public AutoscaleConfiguration? Autoscale { get; init; }
    public string InitScript { get; init; } = "";
    public bool RunInitScriptFirst { get; init; }
    public string Os { get; init; } = "ubuntu";
    public UpgradeInProgress? UpgradeInProgress { get; init; }
    public bool DeactivateLogReport { get; init; }
    public bool CollectLogs { get; init; }
    public bool BackupPipelineInProgress { get; init; }
    public string? ClusterDomainPrefix { get; init; }
    public string? CustomHostedZone { get; init; }

    [JsonIgnore]
    public EmulatedActivity Activity { get; init; }

    /// <summary>Metrics that replace those of <see cref="Activity"/>.</summary>
    [JsonIgnore]
    public YarnMetrics? Metrics { get; init; }

    [JsonIgnore]
    public IReadOnlyList<EmulatedProject> Projects { get; init; } = [new()];

    [JsonIgnore]
    public IReadOnlyList<Worker> Workers
    {
        get => ClusterConfiguration.Workers;
        init => ClusterConfiguration = ClusterConfiguration with { Workers = value };
    }

    /// <summary>Returns this cluster in another state, with the activation state of that state.</summary>
    internal EmulatedCluster In(string state) => this with { State = state, ActivationState = ClusterStates.ActivationOf(state) };
}

public sealed record ClusterTag(string Name, string Value);

public sealed record UpgradeInProgress(string From, string To);

public sealed record Ports(bool FeatureStore = false, bool OnlineFeatureStore = false, bool Kafka = false, bool Ssh = false);
