using HopsworksFunctions.Core;

namespace HopsworksFunctions.Health;

internal sealed class SettingsCheck(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) => Task.FromResult(
        SettingsValidation.Problem(services) is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy("valid"));
}
