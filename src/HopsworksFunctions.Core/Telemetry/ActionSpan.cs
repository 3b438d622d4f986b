using System.Diagnostics;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Telemetry;

/// <summary>The trace of one stop, start or addition of worker nodes, from rereading the cluster to storing the result.</summary>
internal sealed class ActionSpan : IDisposable
{
    private readonly Activity span;
    private readonly ClusterReport report;

    private ActionSpan(Activity span, ClusterReport report) => (this.span, this.report) = (span, report);

    /// <summary>Starts the trace. Returns null if nothing listens.</summary>
    public static ActionSpan? Begin(ClusterReport report) =>
        TelemetrySource.Activities.StartActivity(CamelCase.Of(report.Decision.Action)) is { } span ? new(span, report) : null;

    public void Dispose()
    {
        span.SetTag("hopsworks.cluster.id", report.Cluster.Id)
            .SetTag("hopsworks.cluster.name", report.Cluster.Name)
            .SetTag("hopsworks.rule", report.Decision.Rule?.Name)
            .SetTag("hopsworks.reason", CamelCase.Of(report.Decision.Reason))
            .SetTag("hopsworks.action.outcome", CamelCase.Of(report.Done));
        if (report.Error is { } error)
            span.SetStatus(ActivityStatusCode.Error, error);
        span.Dispose();
    }
}
