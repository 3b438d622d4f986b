using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator.Http;

internal sealed record NodeInfo(string NodeType, string InstanceType);

internal sealed record NewBackup(string ClusterId, string BackupName);

/// <summary>A request with the fields of the cluster and of its provider block directly in <c>cluster</c>.</summary>
internal sealed record CreateRequest(string CloudProvider, JsonElement Cluster)
{
    /// <summary>Returns the requested cluster; null without a name or a known cloud.</summary>
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

/// <summary>
/// The fields of a restored cluster that differ from the cluster in the backup. The provider writes some unchanged fields as empty.
/// </summary>
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
    string? HeadInstanceProfileArn = null,
    string? VpcId = null,
    string? SubnetId = null,
    string? SecurityGroupId = null,
    string? ServiceAccountEmail = null,
    string? NetworkName = null,
    string? SubNetworkName = null)
{
    public EmulatedCluster Over(EmulatedCluster source) => source with
    {
        Name = Or(Name, source.Name),
        SshKeyName = Or(SshKeyName, source.SshKeyName),
        Tags = Tags ?? source.Tags,
        Autoscale = Autoscale ?? source.Autoscale,
        Azure = source.Azure is { } azure
            ? azure with
            {
                NetworkResourceGroup = Or(NetworkResourceGroup, azure.NetworkResourceGroup),
                VirtualNetworkName = Or(VirtualNetworkName, azure.VirtualNetworkName),
                SubnetName = Or(SubnetName, azure.SubnetName),
                SecurityGroupName = Or(SecurityGroupName, azure.SecurityGroupName),
            }
            : null,
        Aws = source.Aws is { } aws
            ? aws with
            {
                InstanceProfileArn = Or(InstanceProfileArn, aws.InstanceProfileArn),
                HeadInstanceProfileArn = Or(HeadInstanceProfileArn, aws.HeadInstanceProfileArn),
                VpcId = Or(VpcId, aws.VpcId),
                SubnetId = Or(SubnetId, aws.SubnetId),
                SecurityGroupId = Or(SecurityGroupId, aws.SecurityGroupId),
            }
            : null,
        Gcp = source.Gcp is { } gcp
            ? gcp with
            {
                ServiceAccountEmail = Or(ServiceAccountEmail, gcp.ServiceAccountEmail),
                NetworkName = Or(NetworkName, gcp.NetworkName),
                SubNetworkName = Or(SubNetworkName, gcp.SubNetworkName),
            }
            : null,
    };

    private static string Or(string? wanted, string kept) => wanted is { Length: > 0 } ? wanted : kept;
}
