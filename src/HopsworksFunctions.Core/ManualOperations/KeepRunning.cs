using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime.Extensions;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>Keeps a cluster running for anyone with the link in a stop warning. Opening the link changes nothing.</summary>
public sealed class KeepRunning(LinkSigner links, ClusterLookup clusters, Holds holds, IAccountStore store, TimeProvider time)
{
    /// <summary>The name in the audit log and in holds if nobody signed in.</summary>
    public const string AskerName = "keep-running link";

    private const string Note = "asked for in a warning";
    private static readonly Duration Alike = Duration.FromMinutes(1);

    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<OperationResult<KeepAnswer>> LookAsync(string token, CancellationToken cancellationToken) =>
        (await FindAsync(token, cancellationToken)).Answer;

    /// <summary>
    /// Holds the running cluster as is, so a manual stop is still respected. Repeating the choice changes nothing.
    /// </summary>
    /// <param name="choice">The value of an offered choice.</param>
    /// <exception cref="StateUnavailableException">The hold may not have been stored.</exception>
    /// <exception cref="StateConflictException">Others keep changing the same hold.</exception>
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
                : new KeepAnswer.Denied(LinkDenial.NoChoice, "Choose how long the cluster is to keep running, then confirm.");
        }
        var held = await holds.SetAsync(
            clusterId!, new(HoldState.AsIs, new HoldEnd.At(chosen.Until), Note), requester, dryRun: false, cancellationToken);
        if (!held.Succeeded)
            return held.Error;
        return held.Value.Pending is { Action: ClusterAction.Stop }
            ? new KeepAnswer.Denied(LinkDenial.Stopping, $"{open.Cluster} is being stopped already, which cannot be called back.")
            : new KeepAnswer.Kept(open.Cluster, held.Value.Hold!, held.Value.Changed, open.Zone);
    }

    private async Task<(OperationResult<KeepAnswer> Answer, string? ClusterId)> FindAsync(string text, CancellationToken cancellationToken)
    {
        var (token, fault) = await links.ReadAsync(text, LinkPurpose.Keep, cancellationToken);
        if (fault is { } wrong)
        {
            var (why, message) = LinkDenials.Of(wrong, LinkPurpose.Keep);
            return (new KeepAnswer.Denied(why, message), null);
        }
        var lookup = await clusters.FindAsync(token!.ClusterId, cancellationToken);
        if (lookup.Error is { Kind: OperationErrorKind.UnknownCluster } || lookup.Succeeded && lookup.Value.Cluster.Id != token.ClusterId)
            return (new KeepAnswer.Denied(LinkDenial.Gone, LinkDenials.Gone), null);
        if (!lookup.Succeeded)
            return (lookup.Error, null);
        if (lookup.Value.Unmanaged is { } handsOff)
            return (handsOff, null);
        var answer = Answer(lookup.Value, token, await store.LoadAsync(token.ClusterId, cancellationToken));
        if (answer is KeepAnswer.Denied { Why: LinkDenial.Stopped } stopped && StartLink.Until(lookup.Value.Rule, token.StopAt) is var until
            && Now < until)
            answer = stopped with { Start = await links.ForStartAsync(token.ClusterId, token.StopAt, until, cancellationToken) };
        return (answer, token.ClusterId);
    }

    private KeepAnswer Answer(FoundCluster found, LinkToken token, AccountState state)
    {
        var (cluster, rule, now) = (found.Cluster, found.Rule!, Now);
        var record = state.Records.GetValueOrDefault(cluster.Id);
        var hold = state.HoldInForce(cluster.Id, now);
        if (Actionability.PowerOf(cluster) == PowerState.Down)
            return new KeepAnswer.Denied(LinkDenial.Stopped, $"{cluster.Name} is stopped already. Whoever runs this app can start it, "
                + $"and so can you in Hopsworks.");
        if (record?.Pending is { Action: ClusterAction.Stop } || cluster.State == ClusterState.Stopping)
            return new KeepAnswer.Denied(LinkDenial.Stopping,
                $"{cluster.Name} is being stopped already, which cannot be called back. It can be started again when it is down.");
        if (hold is { State: HoldState.Down })
            return new KeepAnswer.Denied(LinkDenial.HeldDown, $"{cluster.Name} is {hold.Explain(rule.Schedule?.Zone)}. Ask "
                + $"them to release the hold.");
        var zone = rule.Schedule?.Zone ?? DateTimeZone.Utc;
        // If a hold already delays the stop, the link can delay it further.
        var announced = record?.Warning is { IsOver: false } coming ? coming.StopAt : record?.PutOff;
        if (record is null || announced?.ToUnixTimeSeconds() != token.StopAt.ToUnixTimeSeconds())
            return new KeepAnswer.Denied(LinkDenial.Passed,
                $"The stop that this link is for is off, or was put off; {cluster.Name} is "
                + $"{cluster.StateText}{(hold is null ? "" : $", {hold.Explain(zone)}")}. Another stop is announced "
                + $"with a link of its own.");
        var open = KeepChoices.From(CeilingToMinute(Instant.Max(now, token.StopAt)), rule.Schedule)
            .Where(c => hold is null || c.Until > hold.Until + Alike).ToList();
        return open.Count == 0
            ? new KeepAnswer.Kept(cluster.Name, hold!, false, zone)
            : new KeepAnswer.Open(cluster.Name, token.StopAt, StopCause.Of(cluster, rule, record, now), hold, open, zone);
    }

    private Instant Now => time.GetCurrentInstant();

    // A repeated click requests the same end.
    private static Instant CeilingToMinute(Instant instant) =>
        Instant.FromUnixTimeSeconds((instant.ToUnixTimeSeconds() + 59) / 60 * 60);
}
