using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using Microsoft.Extensions.Logging;
using NodaTime.Extensions;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>Sets, releases and shows holds, and audits each change. A run in progress also respects the change.</summary>
public sealed partial class Holds(ClusterLookup clusters, IAccountStore store, IAuditLog audit, TimeProvider time, ILogger<Holds> logger)
{
    // A retried request resolves '2h' to a slightly later time.
    private static readonly Duration Alike = Duration.FromMinutes(1);
    private const int Tries = 3;

    /// <summary>Sets a hold, which replaces any other. The same hold with its end within a minute changes nothing.</summary>
    /// <exception cref="StateUnavailableException">The hold may not have been stored.</exception>
    /// <exception cref="StateConflictException">Other requests keep changing the same hold.</exception>
    public async Task<OperationResult<HeldCluster>> SetAsync(
        string cluster, HoldRequest request, Requester requester, bool dryRun, CancellationToken cancellationToken)
    {
        var lookup = await clusters.FindAsync(cluster, cancellationToken);
        return lookup.Succeeded ? await SetAsync(lookup.Value, request, requester, dryRun, cancellationToken) : lookup.Error;
    }

    /// <inheritdoc cref="SetAsync(string, HoldRequest, Requester, bool, CancellationToken)"/>
    public async Task<OperationResult<HeldCluster>> SetAsync(
        FoundCluster found, HoldRequest request, Requester requester, bool dryRun, CancellationToken cancellationToken)
    {
        var now = Now;
        var state = await store.LoadAsync(found.Cluster.Id, cancellationToken);
        var record = state.Records.GetValueOrDefault(found.Cluster.Id);
        var (until, refused) = request.Until.Resolve(found.Rule, record, request.State, now);
        var entry = About(
            new(now, requester.Id, requester.Trigger, AuditKind.Hold, "")
            {
                By = requester.Name, HeldAs = request.State, HeldUntil = until,
            }, found);
        var refusal = found.Unmanaged
            ?? found.ProtectionEnds(record, now)
            ?? (refused is not null
                ? new(OperationErrorKind.HoldEnd, $"{found.Cluster.Name}: {refused}.", "until",
                DurationText.Write(Hold.MaxDuration)) : null);
        if (refusal is not null)
        {
            if (!dryRun)
                await audit.AppendAsync(entry with { Message = refusal.Message, Step = AuditStep.Refused }, cancellationToken);
            return refusal;
        }
        var hold = new Hold(found.Cluster.Id, request.State, now, until!.Value, requester.Name, request.Reason);
        entry = entry with { Message = hold.Explain(SentenceTimes.Of(found.Rule, now)) };
        return await ChangeAsync(state, entry, hold, dryRun, cancellationToken);
    }

    /// <summary>Releases the hold. Changes nothing if there is none.</summary>
    /// <param name="cluster">
    /// The cluster's ID or name. The id of a held cluster works even if Hopsworks.ai does not answer or the cluster no longer exists.
    /// </param>
    /// <inheritdoc cref="SetAsync(string, HoldRequest, Requester, bool, CancellationToken)"/>
    public async Task<OperationResult<HeldCluster>> ReleaseAsync(
        string cluster, Requester requester, bool dryRun, CancellationToken cancellationToken)
    {
        var state = await store.LoadAsync(cluster, cancellationToken);
        var entry = new AuditEntry(Now, requester.Id, requester.Trigger, AuditKind.Release, $"hold released by {requester.Name}")
        {
            By = requester.Name,
        };
        if (state.Holds.ContainsKey(cluster) || state.HoldIsDamaged(cluster))
        {
            entry = entry with { ClusterId = cluster, ClusterName = state.NameOf(cluster) };
            return await ChangeAsync(state, entry, null, dryRun, cancellationToken);
        }
        var lookup = await clusters.FindAsync(cluster, cancellationToken);
        if (!lookup.Succeeded)
            return lookup.Error;
        if (lookup.Value.Cluster.Id != cluster)
            state = await store.LoadAsync(lookup.Value.Cluster.Id, cancellationToken);
        return await ChangeAsync(state, About(entry, lookup.Value), null, dryRun, cancellationToken);
    }

    /// <summary>Finds a cluster's hold, if there is one.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<OperationResult<HeldCluster>> FindAsync(string cluster, CancellationToken cancellationToken)
    {
        var lookup = await clusters.FindAsync(cluster, cancellationToken);
        if (!lookup.Succeeded)
            return lookup.Error;
        var found = lookup.Value.Cluster;
        var state = await store.LoadAsync(found.Id, cancellationToken);
        return new HeldCluster(
            found.Id, found.Name, state.HoldInForce(found.Id, Now), false, state.Records.GetValueOrDefault(found.Id)?.Pending);
    }

    /// <summary>Lists the holds in force, earliest end first.</summary>
    /// <inheritdoc cref="FindAsync" path="/exception"/>
    public async Task<IReadOnlyList<Hold>> ListAsync(CancellationToken cancellationToken)
    {
        var now = Now;
        var all = (await store.LoadAsync(cancellationToken)).Holds.Values;
        return [.. all.Where(h => h.InForce(now)).Select(h => h.At(now)).OrderBy(h => h.Until)];
    }

    /// <param name="state">The state as loaded for the cluster. It is loaded again only after a conflict.</param>
    /// <param name="hold">The new hold; null to release.</param>
    private async Task<OperationResult<HeldCluster>> ChangeAsync(
        AccountState state, AuditEntry entry, Hold? hold, bool dryRun, CancellationToken cancellationToken)
    {
        var (id, name) = (entry.ClusterId!, entry.ClusterName!);
        for (var attempt = 1; ; attempt++)
        {
            if (attempt > 1)
                state = await store.LoadAsync(id, cancellationToken);
            var before = state.HoldInForce(id, Now);
            var pending = state.Records.GetValueOrDefault(id)?.Pending;
            if (AreAlike(before, hold) && !state.HoldIsDamaged(id))
                return new HeldCluster(id, name, before, false, pending);
            if (dryRun)
                return new HeldCluster(id, name, hold, true, pending) { Replaced = before };
            if (attempt == 1)
                await audit.AppendAsync(entry, cancellationToken);
            try
            {
                await (hold is null ? state.RemoveHoldAsync(id, cancellationToken) : state.SaveAsync(hold, cancellationToken));
                Log.Changed(logger, TextSanitizer.Escape(name), TextSanitizer.Escape(entry.Message), entry.Trigger);
                return new HeldCluster(id, name, hold, true, pending) { Replaced = before };
            }
            catch (StateConflictException) when (attempt < Tries)
            {
                // Another request set or released a hold; the last change wins.
            }
            catch (Exception e) when (e is StateConflictException or StateUnavailableException)
            {
                await audit.AppendAsync(entry with { Step = AuditStep.Failed, Answer = e.Message }, cancellationToken);
                throw;
            }
        }
    }

    private static bool AreAlike(Hold? before, Hold? hold) => (before, hold) switch
    {
        (null, null) => true,
        ({ } a, { } b) =>
            a.State == b.State && a.By == b.By && a.Reason == b.Reason && b.Until - a.Until <= Alike && a.Until - b.Until <= Alike,
        _ => false,
    };

    private static AuditEntry About(AuditEntry entry, FoundCluster found) => entry with
    {
        ClusterId = found.Cluster.Id,
        ClusterName = found.Cluster.Name,
        Rule = found.Rule?.Name,
        PolicyVersion = found.Policies.Version,
    };

    private Instant Now => time.GetCurrentInstant();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Cluster {Cluster}: {Change} ({Trigger})")]
        public static partial void Changed(ILogger logger, string cluster, string change, string trigger);
    }
}

/// <summary>A request to set a hold.</summary>
/// <param name="Reason">The reason in the requester's words; null for none.</param>
public sealed record HoldRequest(HoldState State, HoldEnd Until, string? Reason);

/// <summary>The hold of a cluster, null for none, and whether the request changed it or, in a dry run, would have changed it.</summary>
/// <param name="Pending">The action already in progress in Hopsworks.ai, which a hold cannot cancel; null for none.</param>
public sealed record HeldCluster(string ClusterId, string ClusterName, Hold? Hold, bool Changed, PendingAction? Pending)
{
    /// <summary>The hold that the request replaced or released or, in a dry run, would have; null for none.</summary>
    public Hold? Replaced { get; init; }
}
