using System.Text.Json;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator.Http;

internal sealed record WorkersRequest(IReadOnlyList<Worker> Workers);

internal sealed record PortsRequest(Ports Ports);

internal sealed record AutoscaleRequest(Autoscale Autoscale);

internal sealed record UpgradeRequest(string Version);

internal sealed record ModifyInstanceTypeRequest(NodeInfo NodeInfo);

internal sealed record NodeInfo(string NodeType, string InstanceType);

internal sealed record BackupRequest(NewBackup Backup);

internal sealed record NewBackup(string ClusterId, string BackupName);

/// <summary><c>cluster</c> holds the cluster's own members and those of its provider block, flat.</summary>
internal sealed record CreateRequest(string CloudProvider, JsonElement Cluster)
{
    public EmulatedCluster? ToCluster(JsonSerializerOptions json)
    {
        if (Cluster.Deserialize<NewCluster>(json) is not { Name.Length: > 0 } request)
            return null;
        var cluster = new EmulatedCluster
        {
            Id = "",
            Name = request.Name,
            Version = request.Version ?? Catalog.DefaultVersion,
            Provider = CloudProvider,
            Tags = request.Tags ?? [],
            SshKeyName = request.SshKeyName ?? "",
            ClusterConfiguration = request.ClusterConfiguration ?? new(),
            LetsEncryptIssued = request.IssueLetsEncrypt,
            PublicIPAttached = request.AttachPublicIP,
            ManagedUsers = request.ManagedUsers,
            BackupRetentionPeriod = request.BackupRetentionPeriod,
            RonDB = request.RonDB,
            Autoscale = request.Autoscale,
            InitScript = request.InitScript ?? "",
            RunInitScriptFirst = request.RunInitScriptFirst,
            Os = request.Os is { Length: > 0 } os ? os : "ubuntu",
            DeactivateLogReport = request.DeactivateLogReport,
            CollectLogs = request.CollectLogs,
            ClusterDomainPrefix = request.ClusterDomainPrefix,
            CustomHostedZone = request.CustomHostedZone,
        };
        return CloudProvider switch
        {
            "AZURE" => cluster with { Azure = Cluster.Deserialize<AzureBlock>(json) },
            "AWS" => cluster with { Aws = Cluster.Deserialize<AwsBlock>(json) },
            "GCP" => cluster with { Gcp = Cluster.Deserialize<GcpBlock>(json) },
            _ => null,
        };
    }
}

internal sealed record NewCluster(
    string? Name = null,
    string? Version = null,
    string? SshKeyName = null,
    ClusterConfiguration? ClusterConfiguration = null,
    bool IssueLetsEncrypt = false,
    bool AttachPublicIP = false,
    int BackupRetentionPeriod = 0,
    bool ManagedUsers = false,
    IReadOnlyList<ClusterTag>? Tags = null,
    RonDB? RonDB = null,
    Autoscale? Autoscale = null,
    string? InitScript = null,
    bool RunInitScriptFirst = false,
    string? Os = null,
    bool DeactivateLogReport = false,
    bool CollectLogs = false,
    string? ClusterDomainPrefix = null,
    string? CustomHostedZone = null);

/// <summary>What a restored cluster has in place of the backed up one's; members that are left out stay.</summary>
internal sealed record RestoreRequest(RestoredCluster Cluster);

internal sealed record RestoredCluster(
    string? Name = null,
    string? SshKeyName = null,
    IReadOnlyList<ClusterTag>? Tags = null,
    Autoscale? Autoscale = null,
    string? NetworkResourceGroup = null,
    string? VirtualNetworkName = null,
    string? SubnetName = null,
    string? SecurityGroupName = null,
    string? InstanceProfileArn = null,
    string? VpcId = null,
    string? SubnetId = null,
    string? SecurityGroupId = null)
{
    public EmulatedCluster Over(EmulatedCluster source) => source with
    {
        Name = Name ?? source.Name,
        SshKeyName = SshKeyName ?? source.SshKeyName,
        Tags = Tags ?? source.Tags,
        Autoscale = Autoscale ?? source.Autoscale,
        Azure = source.Azure is { } azure
            ? azure with
            {
                NetworkResourceGroup = NetworkResourceGroup ?? azure.NetworkResourceGroup,
                VirtualNetworkName = VirtualNetworkName ?? azure.VirtualNetworkName,
                SubnetName = SubnetName ?? azure.SubnetName,
                SecurityGroupName = SecurityGroupName ?? azure.SecurityGroupName,
            }
            : null,
        Aws = source.Aws is { } aws
            ? aws with
            {
                InstanceProfileArn = InstanceProfileArn ?? aws.InstanceProfileArn,
                VpcId = VpcId ?? aws.VpcId,
                SubnetId = SubnetId ?? aws.SubnetId,
                SecurityGroupId = SecurityGroupId ?? aws.SecurityGroupId,
            }
            : null,
    };
}
