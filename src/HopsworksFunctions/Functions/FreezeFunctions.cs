using HopsworksFunctions.Access;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Http;
using HopsworksFunctions.Policies.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HopsworksFunctions.Functions;

/// <summary>Freezes of the account or, with <c>?rule=</c>, of one rule. During a freeze, the app starts and stops nothing.</summary>
public sealed class FreezeFunctions(Freezes freezes)
{
    private const int LongestName = 200;

    /// <summary>Lists the freezes in force: the account's, and then those of rules by name.</summary>
    [Function("Freezes")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "freeze")] HttpRequest request, CancellationToken cancellationToken) =>
        TypedResults.Json(new FreezesAnswer([.. (await freezes.ListAsync(cancellationToken)).Select(f => FreezeJson.From(f)!)]));

    /// <summary><c>PUT freeze?rule=&amp;dryRun=</c>: sets or replaces the freeze; repeating the same request changes nothing.</summary>
    [Function("Freeze")]
    public async Task<IResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "freeze")] HttpRequest request,
        FunctionContext context, CancellationToken cancellationToken)
    {
        var (rule, dryRun) = (Rule(request.Query), RequestQuery.DryRun(request.Query));
        var body = await RequestBody.ReadAsync(request, FreezeBody.Read, null, FreezeBody.Example, cancellationToken);
        var requester = RequesterReader.Of(request, context, body.Note.By);
        var asked = await freezes.SetAsync(new(rule, body.Until, body.Note.Reason), requester, dryRun, cancellationToken);
        return Answer(asked.OrProblem(), dryRun);
    }

    /// <summary><c>DELETE freeze?rule=&amp;dryRun=</c>: ends the freeze; without one, changes nothing. For owners.</summary>
    [Function("Unfreeze")]
    public async Task<IResult> EndAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "freeze")] HttpRequest request,
        FunctionContext context, CancellationToken cancellationToken)
    {
        var (rule, dryRun) = (Rule(request.Query), RequestQuery.DryRun(request.Query));
        var body = await RequestBody.ReadAsync(request, NoteBody.Read, NoteBody.Empty, NoteBody.Example, cancellationToken);
        var requester = RequesterReader.Of(request, context, body.By);
        return Answer((await freezes.EndAsync(rule, requester, dryRun, cancellationToken)).OrProblem(), dryRun);
    }

    /// <summary>Returns the rule's name; null for the account.</summary>
    private static string? Rule(IQueryCollection query) => query["rule"] switch
    {
        [] or [""] => null,
        [{ Length: <= LongestName } name] => TextSanitizer.Escape(name),
        _ => throw Problems.BadQuery("rule", "the name of one rule"),
    };

    private static JsonHttpResult<FreezeAnswer> Answer(FreezeChange change, bool dryRun) =>
        TypedResults.Json(new FreezeAnswer(
            change.Rule, FreezeJson.From(change.Freeze), change.Changed, dryRun, FreezeJson.From(change.Replaced)));
}

/// <summary>The freezes in force.</summary>
internal sealed record FreezesAnswer(IReadOnlyList<FreezeJson> Freezes);

/// <summary>A rule, or the account, and its freeze.</summary>
/// <param name="Rule">Null for the account.</param>
/// <param name="Freeze">The freeze; null if there is none.</param>
/// <param name="Changed">Whether the request changed the freeze or, in a dry run, would have changed it.</param>
/// <param name="Replaced">The freeze that the request replaced or ended or, in a dry run, would have; null for none.</param>
internal sealed record FreezeAnswer(string? Rule, FreezeJson? Freeze, bool Changed, bool DryRun, FreezeJson? Replaced);
