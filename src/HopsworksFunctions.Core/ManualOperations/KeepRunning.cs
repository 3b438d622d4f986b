using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime.Extensions;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>Keeps a cluster running for anyone with the link in a stop warning. Opening the link changes nothing.</summary>
public sealed class KeepRunning(LinkSigner links, ClusterLookup clusters, Holds holds, IAccountStore store, TimeProvider time)
{
    /// <summary>The name for the audit log and for holds if nobody signed in.</summary>
    public const string AskerName = "keep-running link";

    private const string Note = "asked for in a warning";
    private static readonly Duration Alike = Duration.FromMinutes(1);

    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<OperationResult<KeepAnswer>> LookAsync(string token, CancellationToken cancellationToken) =>
        (await FindAsync(token, cancellationToken)).Answer;

    /// <summary>
    /// Sets an as-is hold on the running cluster, so a manual stop is still respected. Repeating the choice changes nothing.
    /// </summary>
    /// <param name="choice">The value of an offered choice.</param>
    /// <exception cref="StateUnavailableException">The hold may not have been stored.</exception>
    /// <exception cref="StateConflictException">Other requests keep changing the same hold.</exception>
    public async Task<OperationResult<KeepAnswer>> KeepAsync(
        string token, string choice, Requester requester, CancellationToken cancellationToken)
    {
        var (answer, clusterId) = await FindAsync(token, cancellationToken);
        if (answer.Value is not KeepAnswer.Open open)
            return answer;
        if (open.Choices.FirstOrDefault(c => c.Value == choice) is not { } chosen)
        {
            // A choice that is no longer offered ends before the current hold.
            return open.Hold is { } longer && KeepChoices.From(Now, null).Any(c => c.Value == choice)
                ? new KeepAnswer.Kept(open.Cluster, longer, false, open.Zone)
                : new KeepAnswer.Denied(LinkDenial.NoChoice, $"Choose how long {open.Cluster} keeps running.");
        }
        var held = await holds.SetAsync(
            clusterId!, new(HoldState.AsIs, new HoldEnd.At(chosen.Until), Note), requester, dryRun: false, cancellationToken);
        if (!held.Succeeded)
            return held.Error;
        return held.Value.Pending is { Action: ClusterAction.Stop }
            ? new KeepAnswer.Denied(LinkDenial.Stopping, $"{open.Cluster} is already stopping and cannot be kept. "
                + "Start it again once it is stopped.")
            : new KeepAnswer.Kept(open.Cluster, held.Value.Hold!, held.Value.Changed, open.Zone);
    }

    private async Task<(OperationResult<KeepAnswer> Answer, string? ClusterId)> FindAsync(string text, CancellationToken cancellationToken)
    {
        var linked = await LinkedCluster.FindAsync(links, clusters, text, LinkPurpose.Keep, cancellationToken);
        if (linked.Value is not LinkedCluster.Found { Token: var token, Cluster: var found })
            return (linked.Value is LinkedCluster.Denied denied ? new KeepAnswer.Denied(denied.Why, denied.Message) : linked.Error!, null);
        if (found.Unmanaged is { } handsOff)
            return (handsOff, null);
        var answer = Answer(found, token, await store.LoadAsync(token.ClusterId, cancellationToken));
        if (answer is KeepAnswer.Denied { Why: LinkDenial.Stopped } stopped && StartLink.Until(found.Rule, token.StopAt) is var until
            && Now < until)
            answer = stopped with { Start = await links.ForStartAsync(token.ClusterId, token.StopAt, until, cancellationToken) };
        return (answer, token.ClusterId);
    }

    private KeepAnswer Answer(FoundCluster found, LinkToken token, AccountState state)
    {
        var (cluster, rule, now) = (found.Cluster, found.Rule!, Now);
        var record = state.Records.GetValueOrDefault(cluster.Id);
        var times = SentenceTimes.Of(rule, now);
        var hold = state.HoldInForce(cluster.Id, now);
        if (Actionability.PowerOf(cluster) == PowerState.Down)
            return new KeepAnswer.Denied(LinkDenial.Stopped, $"{cluster.Name} is already stopped. Start it in Hopsworks.ai, "
                + "or ask the owner of this app.");
        if (record?.Pending is { Action: ClusterAction.Stop } || cluster.State == ClusterState.Stopping)
            return new KeepAnswer.Denied(LinkDenial.Stopping,
                $"{cluster.Name} is already stopping and cannot be kept. Start it again once it is stopped.");
        if (hold is { State: HoldState.Down })
            return new KeepAnswer.Denied(LinkDenial.HeldDown, $"{cluster.Name} is {hold.Explain(times)}. "
                + $"Ask {hold.By} to release the hold.");
        // If a hold already delays the stop, the link can delay it further.
        var announced = record?.Warning is { IsOver: false } coming ? coming.StopAt : record?.PutOff;
        if (record is null || announced?.ToUnixTimeSeconds() != token.StopAt.ToUnixTimeSeconds())
            return new KeepAnswer.Denied(LinkDenial.Passed,
                $"{cluster.Name} is {cluster.StateText}{(hold is null ? "" : $", {hold.Explain(times)}")}. "
                + "The stop in this warning was cancelled or moved; the next warning has its own link.");
        var open = KeepChoices.From(CeilingToMinute(Instant.Max(now, token.StopAt)), rule.Schedule)
            .Where(c => hold is null || c.Until > hold.Until + Alike).ToList();
        return open.Count == 0
            ? new KeepAnswer.Kept(cluster.Name, hold!, false, rule.Zone)
            : new KeepAnswer.Open(cluster.Name, token.StopAt, Cause(cluster, rule, record, now), hold, open, rule.Zone);
    }

    /// <summary>Returns the cause of the stop for a page that names the zone itself. Like the stop warning, it ignores holds.</summary>
    private static string Cause(Cluster cluster, Rule rule, ClusterRecord record, Instant now)
    {
        var reason = record.Warning?.Of is { } warned and not Reason.Draining ? warned
            : StopPlan.For(cluster, rule, LedSchedule.Of(rule, record)?.At(now), record, null, now)?.Reason;
        return StopCause.Of(reason, rule, record, new(rule.Zone, now, namesZone: false), now);
    }

    private Instant Now => time.GetCurrentInstant();

    // Repeated clicks must request the same end.
    private static Instant CeilingToMinute(Instant instant) =>
        Instant.FromUnixTimeSeconds((instant.ToUnixTimeSeconds() + 59) / 60 * 60);
}
