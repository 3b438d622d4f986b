using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The report, log line, trace and metrics of a run that invalid settings make impossible.</summary>
public sealed partial class ImpossibleRun(
    RunMetrics metrics, IConfiguration configuration, TimeProvider time, ILogger<ImpossibleRun> logger)
{
    /// <param name="problem">The invalid settings, with the valid values.</param>
    public RunReport Report(RunRequest request, string problem)
    {
        using var span = RunSpan.Begin(request);
        Log.InvalidSettings(logger, problem);
        var now = time.GetCurrentInstant();
        var progress = new RunProgress(request, StateOptions.AccountOf(configuration), now);
        progress.End(problem);
        var report = progress.Report with { FinishedAt = now };
        RunSpan.End(span, report);
        if (request.Mode == RunMode.Act)
            metrics.Record(report, key: null);
        return report;
    }

    private static partial class Log
    {
        [LoggerMessage(EventName = "RunImpossible", Level = LogLevel.Error, Message = "No run is possible: {Problem}")]
        public static partial void InvalidSettings(ILogger logger, string problem);
    }
}
