using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Health;

/// <summary>
/// Tells what the last run listed. Lists the clusters itself where no run has done so lately, or none since this process first told its
/// health, so that a deployment with another key or address is checked at once.
/// </summary>
internal sealed class HopsworksCheck(
    IHopsworksClient hopsworks, HealthReading reading, FirstHealth first, IConfiguration configuration, TimeProvider time) : IHealthCheck
{
    /// <summary>How long after its time a run may end.</summary>
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

    /// <summary>Whether the timer's next run is not due, or may still be busy.</summary>
    private bool IsFresh(FinishedRun run) =>
        run.StartedAt >= first.At
        && TimerSchedule.NextAfter(Instant.FromDateTimeOffset(run.StartedAt), configuration[TimerSchedule.Setting]) is { } next
        && time.GetCurrentInstant() < next + Margin;
}

/// <summary>When this process first told its health.</summary>
internal sealed class FirstHealth(TimeProvider time)
{
    public DateTimeOffset At { get; } = time.GetUtcNow();
}
