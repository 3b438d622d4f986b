using HopsworksFunctions.Policies.Decisions;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Health;

/// <summary>A report of freezes from the moment they are set, before a run sends messages about them.</summary>
internal sealed class FreezeCheck(HealthReading reading, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (reading.State is not { } state)
            return HealthCheckResult.Healthy("unknown: the state cannot be read");
        var now = time.GetCurrentInstant();
        var times = new SentenceTimes(reading.Policies?.Zone ?? DateTimeZone.Utc, now);
        var inForce = state.Freezes.Where(freeze => freeze.InForce(now)).Select(freeze => freeze.Explain(times)).ToList();
        return inForce.Count == 0 ? HealthCheckResult.Healthy("not frozen") : HealthCheckResult.Degraded(string.Join("; ", inForce));
    }
}
