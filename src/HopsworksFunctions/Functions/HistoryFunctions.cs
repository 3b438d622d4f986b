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
            return JsonAnswer.Of(ActionsAnswer.From(page, request), HistoryJson.Default.ActionsAnswer);
        });
    }

    /// <summary><c>GET runs?limit=&amp;after=</c>: the last runs, of which a hundred are kept, the newest first, a page at a time.</summary>
    [Function("Runs")]
    public async Task<IResult> ListRunsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "runs")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (limit, after, problem) = HistoryQuery.Runs(request.Query);
        return problem ?? await Problems.UnlessStateIsOutOfReachAsync(async () =>
            JsonAnswer.Of(RunsAnswer.From(await history.RunsAsync(limit, after, cancellationToken), request), HistoryJson.Default.RunsAnswer));
    }
}
