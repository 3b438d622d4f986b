using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator.Http;

internal sealed record NodeInfo(string NodeType, string InstanceType);

internal sealed record NewBackup(string ClusterId, string BackupName);

/// <summary>A request whose <c>cluster</c> holds the fields of the cluster and of its provider block, flat.</summary>
internal sealed record CreateRequest(string CloudProvider, JsonElement Cluster)
{
    /// <summary>The requested cluster; null without a name or a known cloud.</summary>
    public EmulatedCluster? ToCluster(JsonSerializerOptions json)
    {
        if (Cluster.ValueKind != JsonValueKind.Object)
            return null;
        // Go clients write null for missing values.
        var members = new JsonObject(Cluster.EnumerateObject()
            .Where(member => member.Value.ValueKind != JsonValueKind.Null)
            .Select(member => KeyValuePair.Create(member.Name, JsonSerializer.SerializeToNode(member.Value))))
        {
            ["id"] = "",
        };
        members.TryAdd("name", "");
        members.TryAdd("backupRetentionPeriod", 0);
        var cluster = members.Deserialize<EmulatedCluster>(json)!;
        cluster = cluster with
        {
            Provider = CloudProvider,
            LetsEncryptIssued = Flag("issueLetsEncrypt"),
            PublicIPAttached = Flag("attachPublicIP"),
            ManagedUsers = Flag("managedUsers"),
            Os = cluster.Os.Length > 0 ? cluster.Os : "ubuntu",
        };
        return CloudProvider switch
        {
            _ when cluster.Name.Length == 0 => null,
            "AZURE" => cluster with { Azure = members.Deserialize<AzureBlock>(json) },
            "AWS" => cluster with { Aws = members.Deserialize<AwsBlock>(json) },
            "GCP" => cluster with { Gcp = members.Deserialize<GcpBlock>(json) },
            _ => null,
        };

        bool Flag(string name) => members[name]?.GetValueKind() == JsonValueKind.True;
    }
}

/// <summary>The fields of a restored cluster that differ from the one that was backed up.</summary>
internal sealed record RestoredCluster(
    string? Name = null,
    string? SshKeyName = null,
    IReadOnlyList<ClusterTag>? Tags = null,
    AutoscaleConfiguration? Autoscale = null,
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
