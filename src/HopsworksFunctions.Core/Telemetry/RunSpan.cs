using System.Diagnostics;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Telemetry;

/// <summary>The trace of a run, a child of the worker's invocation trace.</summary>
internal static class RunSpan
{
    /// <summary>
    /// Starts the trace. Returns null if nothing listens, and for a plan, because a page that is reloaded often would dominate the
    /// telemetry.
    /// </summary>
    public static Activity? Begin(RunRequest request)
    {
        var span = request.Mode == RunMode.Plan ? null : TelemetrySource.Activities.StartActivity("run");
        return span?.SetTag("faas.invocation_id", request.Id).SetTag("hopsworks.run.trigger", request.Trigger);
    }

    public static void End(Activity? span, RunReport report)
    {
        if (span is null)
            return;
        var counts = report.Count();
        span.SetTag("hopsworks.account", report.Account)
            .SetTag("hopsworks.run.outcome", CamelCase.Of(report.Outcome))
            .SetTag("hopsworks.policies.version", report.Policies)
            .SetTag("hopsworks.run.clusters", counts.Clusters)
            .SetTag("hopsworks.run.stops", counts.Stops)
            .SetTag("hopsworks.run.starts", counts.Starts)
            .SetTag("hopsworks.run.failures", counts.Failures);
        if (report.Outcome == RunOutcome.Failed)
            span.SetStatus(ActivityStatusCode.Error, report.Error);
    }
}
