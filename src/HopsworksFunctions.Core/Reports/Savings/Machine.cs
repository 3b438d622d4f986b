using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>A machine type where it runs, which is what a price is for.</summary>
public sealed record Machine(Cloud Cloud, string? Region, string InstanceType);

/// <summary>What is known of a machine type; null for what is not.</summary>
/// <param name="Source">Where the price is from, in a few words; null without one.</param>
public sealed record Rate(decimal? UsdPerHour, int? Cpus, string? Source)
{
    public static readonly Rate Unknown = new(null, null, null);
}
