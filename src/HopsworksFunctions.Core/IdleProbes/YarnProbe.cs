using System.Text.Json;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>Checks YARN's load on the whole cluster, and hosts that are being deployed.</summary>
internal sealed class YarnProbe(ClusterApi api) : IIdleProbe
{
    // The list leaves out allocatedVirtualCores, which may be 1 with nothing running.
    private static readonly string[] Load =
        ["appsRunning", "appsPending", "containersAllocated", "containersPending", "containersReserved", "allocatedMB"];

    public IdleProbe Probe => IdleProbe.Yarn;

    public async ValueTask<Sample> MeasureAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(target.Cluster, "/clusterUtilisation/metrics", cancellationToken);
        return answer.Problem is { } problem ? answer.Unknown(problem) : Read(answer.Json);
    }

    public static Sample Read(JsonElement answer)
    {
        var metrics = ClusterAnswer.Member(answer, "clusterMetrics");
        if (metrics.ValueKind != JsonValueKind.Object)
            return Sample.Unknown("its YARN metrics are missing");
        foreach (var name in Load)
        {
            if (Figure(metrics, name) is { } sample)
                return sample;
        }
        if (Figure(answer, "deploying") is { } deploying)
            return deploying;
        return ClusterAnswer.Count(metrics, "appsSubmitted") is { } submitted ? new(Activity.Quiet, submitted) : Unusable("appsSubmitted");
    }

    private static Sample? Figure(JsonElement metrics, string name) => ClusterAnswer.Count(metrics, name) switch
    {
        null => Unusable(name),
        0 => null,
        var value => Sample.Busy($"{name} is {value}"),
    };

    private static Sample Unusable(string figure) => Sample.Unknown($"its YARN metrics have no usable {figure}");
}
