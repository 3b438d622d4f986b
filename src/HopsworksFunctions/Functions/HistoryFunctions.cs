using HopsworksFunctions.Core.State;
using Microsoft.Azure.Functions.Worker;

namespace HopsworksFunctions.Functions;

/// <summary>What was done, and which runs did it.</summary>
public sealed class HistoryFunctions(History history)
{
    /// <summary><c>GET actions?cluster=&amp;from=&amp;to=&amp;limit=&amp;after=</c>: the audit, the newest first, a page at a time.</summary>
    [Function("Actions")]
    public async Task<IResult> ListActionsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "actions")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (query, problem) = HistoryQuery.Actions(request.Query);
        return query is null ? problem! : await Problems.UnlessStateIsOutOfReachAsync(async () =>
        {
            var page = await history.ActionsAsync(query, cancellationToken);
            return TypedResults.Json(ActionsAnswer.From(page, request), HistoryJson.Default.ActionsAnswer);
        });
    }

    /// <summary><c>GET runs?limit=</c>: the last runs, the newest first; a hundred are kept.</summary>
    [Function("Runs")]
    public async Task<IResult> ListRunsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "runs")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (limit, problem) = HistoryQuery.Limit(request.Query, 100, 20);
        return problem ?? await Problems.UnlessStateIsOutOfReachAsync(async () =>
            TypedResults.Json(new RunsAnswer(await history.RunsAsync(limit, cancellationToken)), HistoryJson.Default.RunsAnswer));
    }
}
