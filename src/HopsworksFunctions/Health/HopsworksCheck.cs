using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Health;

/// <summary>Tells what the last run listed, and lists the clusters itself only where no run has done so lately.</summary>
internal sealed class HopsworksCheck(
    IHopsworksClient hopsworks, IAccountStore store, HealthReading reading, IConfiguration configuration, TimeProvider time) : IHealthCheck
{
    /// <summary>How long after its time a run may end.</summary>
    private static readonly Duration Margin = Duration.FromMinutes(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (await LastRunAsync(cancellationToken) is { Outcome: RunOutcome.Ok or RunOutcome.Partial } run && IsFresh(run))
            return HealthCheckResult.Healthy($"{CountText.Of(run.Counts.Clusters, "cluster")} listed at {run.StartedAt:u}");
        var listing = await hopsworks.ListClustersAsync(cancellationToken);
        return !listing.Succeeded ? HealthCheckResult.Unhealthy(listing.Failure.Message)
            : ClockCheck.Compare(listing.Date, time.GetCurrentInstant()) is { } clocks ? HealthCheckResult.Unhealthy(clocks.Problem)
            : HealthCheckResult.Healthy($"{CountText.Of(listing.Value.Count, "cluster")} listed");
    }

    private async Task<FinishedRun?> LastRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await reading.StateAsync(store, cancellationToken)).LastRun;
        }
        catch (StateUnavailableException)
        {
            // The check of the state says why.
            return null;
        }
    }

    /// <summary>Whether the timer's next run is not due, or may still be busy.</summary>
    private bool IsFresh(FinishedRun run) =>
        TimerSchedule.NextAfter(Instant.FromDateTimeOffset(run.StartedAt), configuration[TimerSchedule.Setting]) is { } next
        && time.GetCurrentInstant() < next + Margin;
}
