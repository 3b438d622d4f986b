namespace HopsworksEmulator.ControlPlane;

/// <summary>The supported machine types and versions; memory in GB.</summary>
public static class Catalog
{
    public const string DefaultVersion = "3.9.0";

    private static readonly Dictionary<string, SupportedTypes> Types = new()
    {
        ["AZURE"] = Roles(
            new("Standard_D2s_v4", 2, 8), new("Standard_D4s_v4", 4, 16), new("Standard_D8_v3", 8, 32),
            new("Standard_D8s_v4", 8, 32), new("Standard_D16_v3", 16, 64)),
        ["AWS"] = Roles(
            new("t3a.medium", 2, 4), new("r5.large", 2, 16), new("m5.xlarge", 4, 16),
            new("m5.2xlarge", 8, 32), new("r5d.4xlarge", 16, 128, WithNVMe: true)),
        ["GCP"] = Roles(
            new("e2-standard-2", 2, 8), new("e2-standard-4", 4, 16), new("e2-highmem-4", 4, 32),
            new("e2-standard-8", 8, 32), new("e2-standard-16", 16, 64)),
    };

    /// <summary>The supported versions, in ascending order, because the provider takes the last one that fits.</summary>
    public static IReadOnlyList<SupportedVersion> Versions { get; } =
    [
        new("3.7.0", "N/A", Default: false),
        new("3.8.0", "3.7.0", Default: false),
        new(DefaultVersion, "3.8.0", Default: true),
    ];

    /// <summary>Returns the types of a cloud (<c>AZURE</c>, <c>AWS</c>, <c>GCP</c>); null for any other.</summary>
    public static SupportedTypes? TypesOf(string cloud) => Types.GetValueOrDefault(cloud);

    /// <summary>Returns the supported versions, with the missing versions of the upgrades.</summary>
    internal static IReadOnlyList<SupportedVersion> VersionsWith(IReadOnlyList<EmulatedUpgrade> upgrades) =>
    [
        .. Versions
            .Concat(upgrades.Select(upgrade => new SupportedVersion(upgrade.To, upgrade.From, Default: false)))
            .DistinctBy(offered => offered.Version)
            .OrderBy(offered => Version.Parse(offered.Version)),
    ];

    private static SupportedTypes Roles(params SupportedType[] all)
    {
        var small = all[..2];
        var large = all[2..];
        return new(large, large, new(small, all[1..], small, small));
    }
}

public sealed record SupportedTypes(IReadOnlyList<SupportedType> Head, IReadOnlyList<SupportedType> Worker, SupportedRonDBTypes RonDB);

public sealed record SupportedRonDBTypes(
    IReadOnlyList<SupportedType> Mgmd,
    IReadOnlyList<SupportedType> Ndbd,
    IReadOnlyList<SupportedType> Mysqld,
    IReadOnlyList<SupportedType> Api);

public sealed record SupportedType(string Id, int Cpus, double Memory, bool WithNVMe = false);

public sealed record SupportedVersion(string Version, string UpgradableFromVersion, bool Default, bool Experimental = false)
{
    public string ReleaseNotesUrl { get; init; } = "";
    public VersionRegions Regions { get; init; } = new(["ALL"], []);
}

public sealed record VersionRegions(IReadOnlyList<string> Ubuntu, IReadOnlyList<string> Centos);
