using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Health;

/// <summary>
/// A check of the last run's listing. It lists the clusters itself if no run has done so recently, or none since this process's first
/// health request, so a deployment with another key or address is checked at once.
/// </summary>
internal sealed class HopsworksCheck(
    IHopsworksClient hopsworks, HealthReading reading, FirstHealth first, IConfiguration configuration, TimeProvider time) : IHealthCheck
{
    /// <summary>The time that a run may take after it is due.</summary>
    private static readonly Duration Margin = Duration.FromMinutes(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (reading.State?.LastRun is { Outcome: RunOutcome.Ok or RunOutcome.Partial } run && IsFresh(run))
            return HealthCheckResult.Healthy($"{CountText.Of(run.Counts.Clusters, "cluster")} listed at {run.StartedAt:u}");
        var listing = await hopsworks.ListClustersAsync(cancellationToken);
        return !listing.Succeeded ? HealthCheckResult.Unhealthy(listing.Failure.Message)
            : ClockCheck.Compare(listing.Date, time.GetCurrentInstant()) is { } clocks ? HealthCheckResult.Unhealthy(clocks.Problem)
            : HealthCheckResult.Healthy($"{CountText.Of(listing.Value.Count, "cluster")} listed");
    }

    /// <summary>Returns whether the timer's next run is not due yet, or may still be in progress.</summary>
    private bool IsFresh(FinishedRun run) =>
        run.StartedAt >= first.At
        && TimerSchedule.NextAfter(Instant.FromDateTimeOffset(run.StartedAt), configuration[TimerSchedule.Setting]) is { } next
        && time.GetCurrentInstant() < next + Margin;
}

/// <summary>The time of this process's first health request.</summary>
internal sealed class FirstHealth(TimeProvider time)
{
    public DateTimeOffset At { get; } = time.GetUtcNow();
}
