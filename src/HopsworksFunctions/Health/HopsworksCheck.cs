using HopsworksFunctions.Core.Hopsworks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HopsworksFunctions.Health;

internal sealed class HopsworksCheck(IHopsworksClient hopsworks) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var listing = await hopsworks.ListClustersAsync(cancellationToken);
        return listing.Succeeded
            ? HealthCheckResult.Healthy($"{listing.Value.Count} clusters")
            : HealthCheckResult.Unhealthy(listing.Failure.Message);
    }
}
