using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Health;

internal sealed class ChannelsCheck(HealthReading reading) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (reading is not { Policies.Notify: { } channels, State: { } state })
            return HealthCheckResult.Healthy("unknown: policies or state cannot be read");
        var failing = ChannelIncidents.Failing(state, channels).ToList();
        if (failing.Count > 0)
            return HealthCheckResult.Unhealthy(string.Join("; ", failing));
        var retried = ChannelIncidents.Retried(state, channels).ToList();
        return HealthCheckResult.Healthy(
            channels.Count == 0 ? "none: nobody is notified"
            : retried.Count > 0 ? string.Join("; ", retried)
            : CountText.Of(channels.Count, "channel, working", "channels, all working"));
    }
}
