using HopsworksFunctions.Access;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HopsworksFunctions.Functions;

/// <summary>Holds, which keep a cluster running, stopped or as is until a time. <c>{id}</c> is a cluster's ID or its unique name.</summary>
public sealed class HoldFunctions(Holds holds, ClusterAccess clusters)
{
    /// <summary>Returns the hold in force; null if there is none.</summary>
    [Function("Hold")]
    public async Task<IResult> FindAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "clusters/{id}/hold")] HttpRequest request,
        string id, CancellationToken cancellationToken) =>
        Answer(await holds.FindAsync(ClusterPath.Decode(id), cancellationToken), dryRun: false);

    /// <summary><c>PUT clusters/{id}/hold?dryRun=</c>: sets or replaces the hold; repeating the same request changes nothing.</summary>
    [Function("SetHold")]
    public async Task<IResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "clusters/{id}/hold")] HttpRequest request,
        string id, FunctionContext context, CancellationToken cancellationToken)
    {
        var dryRun = RequestQuery.DryRun(request.Query);
        var body = await RequestBody.ReadAsync(request, HoldBody.Read, null, HoldBody.Example, cancellationToken);
        var requester = RequesterReader.Of(request, context, body.By);
        var found = await clusters.FindAsync(request, ClusterPath.Decode(id), cancellationToken);
        return Answer(await holds.SetAsync(found, body.Hold, requester, dryRun, cancellationToken), dryRun);
    }

    /// <summary><c>DELETE clusters/{id}/hold?dryRun=</c>: releases the hold; without one, changes nothing.</summary>
    [Function("ReleaseHold")]
    public async Task<IResult> ReleaseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "clusters/{id}/hold")] HttpRequest request,
        string id, FunctionContext context, CancellationToken cancellationToken)
    {
        var dryRun = RequestQuery.DryRun(request.Query);
        var body = await RequestBody.ReadAsync(request, NoteBody.Read, NoteBody.Empty, NoteBody.Example, cancellationToken);
        var requester = RequesterReader.Of(request, context, body.By);
        var cluster = ClusterPath.Decode(id);
        // Only limited callers need this lookup; others can release a hold while Hopsworks.ai does not answer.
        if (ClusterAccess.IsLimited(request))
            cluster = (await clusters.FindAsync(request, cluster, cancellationToken)).Cluster.Id;
        return Answer(await holds.ReleaseAsync(cluster, requester, dryRun, cancellationToken), dryRun);
    }

    private static JsonHttpResult<HoldAnswer> Answer(OperationResult<HeldCluster> asked, bool dryRun)
    {
        var held = asked.OrProblem();
        var (id, name, hold, changed, pending) = held;
        return TypedResults.Json(
            new HoldAnswer(id, name, HoldJson.From(hold), changed, dryRun, PendingJson.From(pending), HoldJson.From(held.Replaced)));
    }
}

/// <summary>A cluster and its hold.</summary>
/// <param name="Hold">The hold; null if there is none.</param>
/// <param name="Changed">Whether the request changed the hold or, in a dry run, would have changed it.</param>
/// <param name="Pending">The action in progress in Hopsworks.ai, which a hold cannot cancel; null for none.</param>
/// <param name="Replaced">The hold that the request replaced or released or, in a dry run, would have; null for none.</param>
internal sealed record HoldAnswer(
    string Id, string Name, HoldJson? Hold, bool Changed, bool DryRun, PendingJson? Pending, HoldJson? Replaced);
