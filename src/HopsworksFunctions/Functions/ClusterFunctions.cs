using HopsworksFunctions.Access;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>The current fleet.</summary>
public sealed class ClusterFunctions(RunStarter runs)
{
    /// <summary>
    /// Lists every cluster with its state, its rule, a run's decision now and the reason, and its next start or stop. Changes nothing and
    /// starts no activity checks: it shows the last run's checks. With <c>?zone=</c>, every sentence is in that zone.
    /// </summary>
    [Function("Clusters")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "clusters")] HttpRequest request,
        FunctionContext context, CancellationToken cancellationToken)
    {
        var (zone, ofPolicies) = RequestQuery.Zone(request.Query);
        var report = await runs.RunAsync(new(context.InvocationId, "HTTP", RunMode.Plan) { Measure = false }, cancellationToken);
        return RunAnswer.From(report, ofPolicies ? report.Zone : zone, Caller.Of(request)!.Show);
    }
}
