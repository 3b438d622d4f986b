using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>A machine type and its location, which together determine the price.</summary>
public sealed record Machine(Cloud Cloud, string? Region, string InstanceType);

/// <summary>The known data of a machine type; unknown values are null.</summary>
/// <param name="Source">The origin of the price, in a few words; null without a price.</param>
public sealed record Rate(decimal? UsdPerHour, int? Cpus, string? Source)
{
    public static readonly Rate Unknown = new(null, null, null);
}
