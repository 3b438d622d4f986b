using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Health;

internal sealed class ApiKeyCheck(ISecretSource secrets, IOptions<HopsworksOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var name = options.Value.ApiKeySecretName;
        await secrets.GetAsync(name, cancellationToken);
        var status = secrets.Describe(name);
        if (status.Problem is { } problem)
            return HealthCheckResult.Unhealthy($"using a cached copy: {problem}");
        // On a developer's machine, the only version of a key is the name of its setting.
        var version = status.Version == status.Source ? "" : $"version {status.Version} ";
        return HealthCheckResult.Healthy($"{version}from {status.Source}{(status.ExpiresOn is { } end ? $", expires {end:u}" : "")}");
    }
}
