using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Keeps a mistake in the policies, or in us, from stopping a whole fleet: too many stops at once and none is made.</summary>
internal static class StopLimit
{
    /// <param name="running">The managed running clusters.</param>
    public static int Most(Limits limits, int running) =>
        limits.MaxStopPercent is { } percent ? Math.Min(limits.MaxStopsPerRun, running * percent / 100) : limits.MaxStopsPerRun;

    /// <summary>Turns every due stop into nothing when they are too many, unless a person allows them.</summary>
    public static StopVerdict Apply(IReadOnlyList<ClusterReport> clusters, PolicySet policies, RunRequest request)
    {
        var (due, running) = (0, 0);
        foreach (var cluster in clusters)
        {
            if (cluster.Decision.Action == ClusterAction.Stop && !cluster.Decision.IsDryRun(policies))
                due++;
            if (Gate.PowerOf(cluster.Cluster) == Power.Up && cluster.Decision.Rule is { Protect: false, Manage: true })
                running++;
        }
        var limits = policies.Limits;
        var most = Most(limits, running);
        if (due <= most)
            return new(null, null);
        var tooMany = $"{due} stops are due, at most {most} are allowed in one run ({(limits.MaxStopPercent is null ? "limits.maxStopsPerRun" : "limits.maxStopsPerRun, limits.maxStopPercent")})";
        if (due <= request.AllowStops)
            return new(null, $"{tooMany}; {request.By ?? "somebody"} allowed {request.AllowStops} once");
        foreach (var cluster in clusters)
        {
            if (cluster.Decision.Action == ClusterAction.Stop)
                cluster.Decision = cluster.Decision with { Action = ClusterAction.None, Reason = Reason.LimitReached };
        }
        return new($"{tooMany}, so none was made; allow it once with POST reconcile?allowStops={due}, or change the policies", null);
    }
}

/// <summary>What the limits make of a run's stops, in a sentence; neither where they are not too many.</summary>
internal readonly record struct StopVerdict(string? Blocked, string? Allowed);
