using HopsworksFunctions.Access;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Http;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Functions;

/// <summary>Manual starts and stops. <c>{id}</c> is a cluster's ID or its unique name.</summary>
public sealed class ActionFunctions(ManualActions actions, ClusterAccess clusters)
{
    /// <summary>
    /// <c>POST clusters/{id}/start?dryRun=</c>: 202 when Hopsworks.ai accepted it, otherwise a problem that says why not.
    /// </summary>
    [Function("StartCluster")]
    public Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{id}/start")] HttpRequest request,
        string id, FunctionContext context, CancellationToken cancellationToken) =>
        SendAsync(request, id, ClusterAction.Start, context, cancellationToken);

    /// <summary><c>POST clusters/{id}/stop?dryRun=</c>: like <c>start</c>.</summary>
    [Function("StopCluster")]
    public Task<IResult> StopAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{id}/stop")] HttpRequest request,
        string id, FunctionContext context, CancellationToken cancellationToken) =>
        SendAsync(request, id, ClusterAction.Stop, context, cancellationToken);

    private async Task<IResult> SendAsync(
        HttpRequest request, string id, ClusterAction action, FunctionContext context, CancellationToken cancellationToken)
    {
        var dryRun = RequestQuery.DryRun(request.Query);
        var note = await RequestBody.ReadAsync(request, NoteBody.Read, NoteBody.Empty, NoteBody.Example, cancellationToken);
        var found = await clusters.FindAsync(request, ClusterPath.Decode(id), cancellationToken);
        var asked = await actions.SendAsync(
            found, action, note.Reason, RequesterReader.Of(request, context, note.By), dryRun, cancellationToken);
        var sent = asked.OrProblem();
        return TypedResults.Json(sent, statusCode: sent.Done == ActionOutcome.DryRun ? 200 : 202);
    }
}
