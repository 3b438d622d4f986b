using HopsworksFunctions.Access;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>The fleet as it is now.</summary>
public sealed class ClusterFunctions(RunStarter runs)
{
    /// <summary>
    /// Every cluster with its state and rule, what a run would do now and why, and its next start or stop. Changes nothing and runs no
    /// activity checks, however many people call it: it shows the last run's checks. With <c>?zone=</c>, every sentence is in that zone.
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
