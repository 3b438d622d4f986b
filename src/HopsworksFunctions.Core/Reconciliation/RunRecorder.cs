using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The step of a run between deciding and acting.</summary>
internal static class RunRecorder
{
    /// <summary>
    /// Reports and stores observations, decisions and stop warnings before any action, so a run that dies does not lose them.
    /// </summary>
    public static async Task RecordAsync(RunContext run, CancellationToken cancellationToken)
    {
        var happenings = Happenings.Of(run.Clusters, run.Unlisted, run.Incidents, run.Now);
        await run.Outbox.TellAsync(RunEvents.BeforeActions(run.Clusters, happenings, run.State, run.Policies, run.Now), cancellationToken);
        foreach (var happening in happenings)
            await run.Incidents.TellAsync(happening, cancellationToken);
        foreach (var cluster in run.Clusters)
            await RecordAsync(run, cluster, cancellationToken);
        await run.PowerChanges.TellGoneAsync(run.Unlisted, run.Now, cancellationToken);
    }

    /// <summary>What cannot be stored of one cluster is that cluster's failure alone: the run leaves it as it is.</summary>
    private static async Task RecordAsync(RunContext run, ClusterReport cluster, CancellationToken cancellationToken)
    {
        try
        {
            await StoreAsync(run, cluster, cancellationToken);
        }
        catch (Exception e) when (e is StateConflictException or StateRefusedException)
        {
            cluster.Fail(e.Message);
        }
    }

    private static async Task StoreAsync(RunContext run, ClusterReport cluster, CancellationToken cancellationToken)
    {
        var known = run.State.Records.GetValueOrDefault(cluster.Cluster.Id);
        if (known?.Pending is { Answer: not CallAnswer.Accepted } intent && cluster.Decision.Record.Pending is null)
            await run.Audit.ResolvedAsync(cluster, intent, cancellationToken);
        await run.PowerChanges.TellAsync(known, cluster, run.Now, cancellationToken);
        if (cluster.Decision.Warning is not null)
        {
            await run.Audit.WarnAsync(cluster, cancellationToken);
            var sentence = $"{cluster.Cluster.Name} {cluster.Decision.ExplainWarning(run.Now)}.";
            run.Incidents.Tell(new(EventKind.Warn, cluster.Cluster.Id, false, sentence));
        }
        if (!ReferenceEquals(cluster.Decision.Record, known))
            await run.State.SaveAsync(cluster.Decision.Record, cancellationToken);
    }
}
