using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Health;

/// <summary>A report of incidents that need a person while runs continue. Other checks cover the problems that prevent runs.</summary>
internal sealed class IncidentsCheck(HealthReading reading) : IHealthCheck
{
    private const int MaxNamed = 10;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (reading.State is not { } state)
            return HealthCheckResult.Healthy("unknown: the state cannot be read");
        var open = state.Incidents
            .Where(i => i.Kind is not (EventKind.Key or EventKind.Outage or EventKind.State or EventKind.Freeze))
            .Where(i => i.Kind != EventKind.Config || i.ClusterId is not null || i.Rule is not null || i.Calendar is not null)
            .ToList();
        if (open.Count == 0)
            return HealthCheckResult.Healthy("none");
        var more = open.Count > MaxNamed ? $"; and {open.Count - MaxNamed} more" : "";
        return HealthCheckResult.Degraded(
            $"{string.Join("; ", open.Take(MaxNamed).Select(i => $"{CamelCase.Of(i.Kind)}: {i.Message}"))}{more}");
    }
}
