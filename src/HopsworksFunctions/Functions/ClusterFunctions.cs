using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>The fleet as it is now.</summary>
public sealed class ClusterFunctions(RunStarter runs)
{
    /// <summary>
    /// Every cluster with its state, rule, what a run would do now and why, and its next transition. Changes nothing, and asks no cluster
    /// whether it is in use, however many people look: that is as the last run measured it.
    /// </summary>
    [Function("Clusters")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "clusters")] HttpRequest request,
        FunctionContext context, CancellationToken cancellationToken) =>
        RunAnswer.From(await runs.RunAsync(new(context.InvocationId, "HTTP", RunMode.Plan) { Measure = false }, cancellationToken));
}
