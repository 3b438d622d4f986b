using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Policies.Language;
using NodaTime.Extensions;

namespace HopsworksFunctions.Health;

internal sealed class HopsworksCheck(IHopsworksClient hopsworks, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var listing = await hopsworks.ListClustersAsync(cancellationToken);
        return !listing.Succeeded ? HealthCheckResult.Unhealthy(listing.Failure.Message)
            : ClockCheck.Compare(listing.Date, time.GetCurrentInstant()) is { } clocks ? HealthCheckResult.Unhealthy(clocks.Problem)
            : HealthCheckResult.Healthy($"{CountText.Of(listing.Value.Count, "cluster")} listed");
    }
}
