using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Functions;

/// <summary>Past actions and runs.</summary>
public sealed class HistoryFunctions(IAuditLog audit, IAccountStore store)
{
    /// <summary><c>GET actions?cluster=&amp;from=&amp;to=&amp;limit=&amp;after=</c>: a page of the audit log, newest first.</summary>
    [Function("Actions")]
    public async Task<IResult> ListActionsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "actions")] HttpRequest request, CancellationToken cancellationToken)
    {
        var page = await audit.ReadAsync(HistoryQuery.Actions(request.Query), cancellationToken);
        var after = page.Next?.ToString();
        return TypedResults.Json(new ActionsAnswer(page.Entries, after, NextPage.Of(request, after), page.FirstDamaged()));
    }

    /// <summary><c>GET runs?limit=&amp;after=</c>: a page of the last hundred runs, newest first.</summary>
    [Function("Runs")]
    public async Task<IResult> ListRunsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "runs")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (limit, place) = HistoryQuery.Runs(request.Query);
        var page = RunPage.Of((await store.LoadAsync(cancellationToken)).Runs, limit, place);
        var after = page.Next?.ToString();
        return TypedResults.Json(new RunsAnswer(page.Runs, after, NextPage.Of(request, after)));
    }
}

/// <summary>A page of the audit log.</summary>
/// <param name="After">The value of <c>after</c> for the next page; null on the last.</param>
/// <param name="Next">The path and query of the next page; null on the last.</param>
/// <param name="Damaged">Entries of this page that could not be parsed and are left out: the first, and how many more.</param>
internal sealed record ActionsAnswer(IReadOnlyList<AuditEntry> Actions, string? After, string? Next, IReadOnlyList<string> Damaged);

/// <summary>A page of the last runs.</summary>
/// <inheritdoc cref="ActionsAnswer"/>
internal sealed record RunsAnswer(IReadOnlyList<FinishedRun> Runs, string? After, string? Next);
