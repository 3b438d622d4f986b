using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Health;

internal sealed class LastRunCheck(HealthReading reading) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(reading.State?.LastRun switch
        {
            null => HealthCheckResult.Healthy("none yet"),
            { Outcome: RunOutcome.Failed } last => HealthCheckResult.Unhealthy($"failed at {last.FinishedAt:u}: {last.Error}"),
            { } last => HealthCheckResult.Healthy(
                $"{CamelCase.Of(last.Outcome)} at {last.FinishedAt:u}, {(last.FinishedAt - last.StartedAt).TotalMilliseconds:0} ms"),
        });
}
