using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>
/// Starts a cluster for anyone with the link in the message about its stop. This is a manual start, with the same checks and audit. A hold
/// that keeps the cluster stopped prevents it. Opening the link changes nothing.
/// </summary>
public sealed class StartAgain(LinkSigner links, ClusterLookup clusters, ManualActions actions, IAccountStore store)
{
    /// <summary>The name for the audit log if nobody signed in.</summary>
    public const string AskerName = "start link";

    private const string Note = "requested by the link in the message about its stop";

    /// <summary>Returns whether and how the cluster would be started.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public Task<OperationResult<StartAnswer>> LookAsync(string token, CancellationToken cancellationToken) =>
        AnswerAsync(token, new(AskerName, "link", ""), dryRun: true, cancellationToken);

    /// <summary>Sends the start. Repeating it changes nothing.</summary>
    /// <exception cref="StateUnavailableException">Nothing was sent.</exception>
    public Task<OperationResult<StartAnswer>> StartAsync(string token, Requester requester, CancellationToken cancellationToken) =>
        AnswerAsync(token, requester, dryRun: false, cancellationToken);

    private async Task<OperationResult<StartAnswer>> AnswerAsync(
        string text, Requester requester, bool dryRun, CancellationToken cancellationToken)
    {
        var linked = await LinkedCluster.FindAsync(links, clusters, text, LinkPurpose.Start, cancellationToken);
        if (linked.Value is not LinkedCluster.Found { Cluster: var found })
            return linked.Value is LinkedCluster.Denied denied ? new StartAnswer.Denied(denied.Why, denied.Message) : linked.Error!;
        var cluster = found.Cluster;
        var power = Actionability.PowerOf(cluster);
        var pending = (await store.LoadAsync(cluster.Id, cancellationToken)).Records.GetValueOrDefault(cluster.Id)?.Pending?.Action;
        // A cluster is reported as running for some seconds after a stop, and a completed stop stays in the record until the next run.
        if (cluster.State == ClusterState.Stopping || pending == ClusterAction.Stop && power != PowerState.Down)
        {
            return new StartAnswer.Denied(
                LinkDenial.Stopping, $"{cluster.Name} is still stopping. Open this link again in a few minutes.");
        }
        if (power == PowerState.Up || pending == ClusterAction.Start)
            return new StartAnswer.Started(cluster.Name, power == PowerState.Up ? cluster.StateText : "starting", Changed: false);
        var sent = await actions.SendAsync(found, ClusterAction.Start, Note, requester, dryRun, cancellationToken);
        if (!sent.Succeeded)
            return sent.Error;
        var (action, rule) = (sent.Value, found.Rule!);
        return dryRun
            ? new StartAnswer.Open(
                cluster.Name, rule.Name, action.KeptUntil, action.Undone?.At, rule.Schedule?.Zone ?? DateTimeZone.Utc)
            : new StartAnswer.Started(cluster.Name, "starting", Changed: true);
    }
}
