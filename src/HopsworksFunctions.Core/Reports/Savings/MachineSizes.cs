using System.Collections.Concurrent;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Policies.Clusters;
using NodaTime.Extensions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>The processor counts of machine types, as listed by Hopsworks.ai per region and cached for a day.</summary>
public sealed class MachineSizes(HopsworksClient hopsworks, TimeProvider time)
{
    private static readonly Duration Kept = Duration.FromHours(24);
    private static readonly Duration KeptFailure = Duration.FromMinutes(15);

    private readonly ConcurrentDictionary<(Cloud, string?), (IReadOnlyDictionary<string, int> Cpus, Instant Until)> regions = [];

    /// <summary>Returns the processor count; null if the type is not listed or Hopsworks.ai did not answer.</summary>
    public async Task<int?> FindAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (machine.Cloud == Cloud.Unknown)
            return null;
        var now = time.GetCurrentInstant();
        var key = (machine.Cloud, machine.Region);
        if (!regions.TryGetValue(key, out var known) || now >= known.Until)
        {
            var listed = await hopsworks.ListSupportedTypesAsync(machine.Cloud, machine.Region, cancellationToken);
            var cpus = (listed.Value ?? []).Where(t => t.Cpus > 0).GroupBy(t => t.Id).ToDictionary(g => g.Key, g => g.First().Cpus);
            regions[key] = known = (cpus, now + (listed.Succeeded ? Kept : KeptFailure));
        }
        return known.Cpus.TryGetValue(machine.InstanceType, out var found) ? found : null;
    }
}
