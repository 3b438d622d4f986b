namespace HopsworksEmulator.ControlPlane;

public sealed record AzureBlock
{
    public string Location { get; init; } = "northeurope";
    public string ManagedIdentity { get; init; } = "";
    public string ResourceGroup { get; init; } = "";
    public string BlobContainerName { get; init; } = "";
    public string StorageAccount { get; init; } = "";
    public string NetworkResourceGroup { get; init; } = "";
    public string VirtualNetworkName { get; init; } = "";
    public string SubnetName { get; init; } = "";
    public string SecurityGroupName { get; init; } = "";
    public string AksClusterName { get; init; } = "";
    public string AcrRegistryName { get; init; } = "";
    public string SearchDomain { get; init; } = "";
    public ContainerConfiguration? ContainerConfiguration { get; init; }
}

public sealed record ContainerConfiguration(ContainerEncryption Encryption);

public sealed record ContainerEncryption(string Mode);

public sealed record AwsBlock
{
    public string Region { get; init; } = "eu-west-1";
    public string BucketName { get; init; } = "";
    public string InstanceProfileArn { get; init; } = "";
    public string HeadInstanceProfileArn { get; init; } = "";
    public string VpcId { get; init; } = "";
    public string SubnetId { get; init; } = "";
    public string SecurityGroupId { get; init; } = "";
    public string EksClusterName { get; init; } = "";
    public string EcrRegistryAccountId { get; init; } = "";
    public BucketConfiguration? BucketConfiguration { get; init; }
    public EbsEncryption? EbsEncryption { get; init; }
}

public sealed record BucketConfiguration(BucketEncryption Encryption, BucketAcl? Acl = null);

public sealed record BucketEncryption(string Mode, string KmsType, string UserKeyArn, bool BucketKey);

public sealed record BucketAcl(bool BucketOwnerFullControl);

public sealed record EbsEncryption(string KmsKey);

public sealed record GcpBlock
{
    public string Project { get; init; } = "";
    public string Region { get; init; } = "europe-north1";
    public string Zone { get; init; } = "europe-north1-a";
    public string ServiceAccountEmail { get; init; } = "";
    public string BucketName { get; init; } = "";
    public string NetworkName { get; init; } = "";
    public string SubNetworkName { get; init; } = "";
    public string GkeClusterName { get; init; } = "";
    public DiskEncryption? DiskEncryption { get; init; }
}

public sealed record DiskEncryption(string CustomerManagedKey);
