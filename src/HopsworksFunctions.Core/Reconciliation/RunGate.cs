using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// The door through which every trigger starts a run. Invalid settings end here, as a failed run that says what to set:
/// a process that refused to start instead could not say it to anyone.
/// </summary>
public sealed partial class RunGate(IServiceProvider services, IConfiguration configuration, RunMetrics metrics, TimeProvider time, ILogger<RunGate> logger)
{
    /// <inheritdoc cref="Reconciler.RunAsync(RunRequest, CancellationToken)"/>
    public async Task<RunReport> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var next = request.NextRun ?? TimerSchedule.NextAfter(time.GetUtcNow().ToInstant(), configuration[TimerSchedule.Setting]);
        request = request with { NextRun = next };
        using var span = RunSpan.Begin(request);
        var problem = Settings.Problem(services);
        var report = problem is null ? await services.GetRequiredService<Reconciler>().RunAsync(request, cancellationToken) : Refuse(request, problem);
        RunSpan.End(span, report);
        if (request.Mode == RunMode.Act)
            metrics.Record(report, problem is null ? Key() : null);
        return report;
    }

    private SecretStatus Key() => services.GetRequiredService<ISecretSource>().Describe(services.GetRequiredService<IOptions<HopsworksOptions>>().Value.ApiKeySecretName);

    private RunReport Refuse(RunRequest request, string problem)
    {
        Log.InvalidSettings(logger, problem);
        var now = time.GetUtcNow().ToInstant();
        return new()
        {
            Id = request.Id,
            Account = configuration[nameof(StateOptions.Account)] ?? "default",
            Trigger = request.Trigger,
            StartedAt = now,
            FinishedAt = now,
            LookOnly = request.Mode == RunMode.Plan,
            Outcome = RunOutcome.Failed,
            Error = problem,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "No run is possible: {Problem}")]
        public static partial void InvalidSettings(ILogger logger, string problem);
    }
}
