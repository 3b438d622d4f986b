using System.Globalization;
using HopsworksFunctions.Access;
using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>Runs of an account on request.</summary>
public sealed class ReconcileFunctions(RunStarter runs, AccountSettings accounts, AccountBoard board)
{
    /// <summary><c>POST reconcile?dryRun=true|false&amp;allowStops=N</c>: starts a run, or with <c>dryRun</c> returns a plan.</summary>
    [Function("ReconcileNow")]
    public async Task<IResult> OnRequestAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "reconcile")] HttpRequest request,
        FunctionContext context, CancellationToken cancellationToken)
    {
        var mode = RequestQuery.Mode(request.Query);
        int? allowStops = null;
        if (request.Query["allowStops"] is [{ Length: > 0 } allow])
        {
            if (!int.TryParse(allow, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed > 100_000)
                throw Problems.BadQuery("allowStops", "a whole number from 0 to 100000");
            allowStops = parsed;
        }
        var report = await runs.RunAsync(new(context.InvocationId, "HTTP", mode, allowStops)
        {
            By = allowStops is null ? null : RequesterReader.Of(request, context, null).Name,
        }, cancellationToken);
        // For an account of several, this run is as good as the timer's.
        if (accounts.AreSeveral && mode == RunMode.Act && report.Outcome != RunOutcome.Skipped)
            await board.CompletedAsync(report, CancellationToken.None);
        return RunAnswer.From(report);
    }
}
