using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Health;

internal sealed class PoliciesCheck(IPolicySource source, HealthReading reading) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var (policies, error) = await source.ReadAsync(remember: false, cancellationToken);
        reading.Policies = policies;
        return (policies, error) switch
        {
            ({ } valid, null) => HealthCheckResult.Healthy(
                $"version {valid.Version}, {CountText.Of(valid.Rules.Count, "rule")}"),
            ({ } old, _) => HealthCheckResult.Unhealthy($"{error} Version {old.Version} stays in force."),
            _ => HealthCheckResult.Unhealthy(error ?? "none"),
        };
    }
}
