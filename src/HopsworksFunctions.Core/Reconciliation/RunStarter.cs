using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The start of runs for every trigger. It traces and measures them, and gives each the time of the timer's next run.</summary>
public sealed class RunStarter(
    Reconciler reconciler, RunMetrics metrics, ISecretSource secrets, IOptions<HopsworksOptions> hopsworks,
    IConfiguration configuration, TimeProvider time)
{
    /// <inheritdoc cref="Reconciler.RunAsync(RunRequest, CancellationToken)"/>
    public async Task<RunReport> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var next = request.NextRun ?? TimerSchedule.NextAfter(time.GetCurrentInstant(), configuration[TimerSchedule.Setting]);
        using var span = RunSpan.Begin(request);
        var report = await reconciler.RunAsync(request with { NextRun = next }, cancellationToken);
        RunSpan.End(span, report);
        if (request.Mode == RunMode.Act)
            metrics.Record(report, secrets.Describe(hopsworks.Value.ApiKeySecretName));
        return report;
    }
}
