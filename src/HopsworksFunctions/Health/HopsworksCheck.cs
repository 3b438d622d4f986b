using HopsworksFunctions.Core.Hopsworks;

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
