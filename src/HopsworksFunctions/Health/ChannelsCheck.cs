using HopsworksFunctions.Core.Incidents;

namespace HopsworksFunctions.Health;

internal sealed class ChannelsCheck(HealthReading reading) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (reading is not { Policies.Notify: { } channels, State: { } state })
            return HealthCheckResult.Healthy("not known while policies or state are out of reach");
        var failing = ChannelIncidents.Failing(state, channels).ToList();
        if (failing.Count > 0)
            return HealthCheckResult.Unhealthy(string.Join("; ", failing));
        var retried = ChannelIncidents.Retried(state, channels).ToList();
        return HealthCheckResult.Healthy(
            channels.Count == 0 ? "none, so nobody is told of anything"
            : retried.Count > 0 ? string.Join("; ", retried)
            : $"{channels.Count}, none of them fails");
    }
}
