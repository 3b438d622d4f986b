using HopsworksFunctions.Core.ManualOperations;
using Microsoft.Azure.Functions.Worker;

namespace HopsworksFunctions.Functions;

/// <summary>Holds: a person's word that a cluster stays up, down or as it is for a while. <c>{id}</c> is a cluster's id, or a name that only one has.</summary>
public sealed class HoldFunctions(OperationsGate operations)
{
    /// <summary>The hold in force, null when there is none.</summary>
    [Function("Hold")]
    public async Task<IResult> FindAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "clusters/{id}/hold")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        HoldAnswer.From(await operations.AskAsync((Holds holds) => holds.FindAsync(id, cancellationToken)), dryRun: false);

    /// <summary><c>PUT clusters/{id}/hold?dryRun=</c>: sets a hold in place of the one that there may be; the same again changes nothing.</summary>
    [Function("SetHold")]
    public async Task<IResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "clusters/{id}/hold")] HttpRequest request, string id, FunctionContext context, CancellationToken cancellationToken)
    {
        if (RequestQuery.DryRun(request.Query) is not { } dryRun)
            return RequestQuery.BadDryRun;
        var (body, problem) = await RequestBody.ReadAsync(request, HoldBody.Read, null, HoldBody.Example, cancellationToken);
        return body is null ? problem! : HoldAnswer.From(await operations.AskAsync((Holds holds) =>
            holds.SetAsync(id, body.Hold, RequestAsker.Of(request, context, body.By), dryRun, cancellationToken)), dryRun);
    }

    /// <summary><c>DELETE clusters/{id}/hold?dryRun=</c>: takes the hold away; where there is none, nothing changes.</summary>
    [Function("ReleaseHold")]
    public async Task<IResult> ReleaseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "clusters/{id}/hold")] HttpRequest request, string id, FunctionContext context, CancellationToken cancellationToken)
    {
        if (RequestQuery.DryRun(request.Query) is not { } dryRun)
            return RequestQuery.BadDryRun;
        var (body, problem) = await RequestBody.ReadAsync(request, NoteBody.Read, NoteBody.Empty, NoteBody.Example, cancellationToken);
        return body is null ? problem! : HoldAnswer.From(await operations.AskAsync((Holds holds) =>
            holds.ReleaseAsync(id, RequestAsker.Of(request, context, body.By), dryRun, cancellationToken)), dryRun);
    }
}
