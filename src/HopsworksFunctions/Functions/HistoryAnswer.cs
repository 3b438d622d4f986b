using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Functions;

/// <summary>A page of the audit.</summary>
/// <param name="After">To be given back as <c>after</c> for the next page; null on the last.</param>
/// <param name="Next">The path and query of the next page; null on the last.</param>
/// <param name="Damaged">Entries that could not be understood and are left out.</param>
internal sealed record ActionsAnswer(IReadOnlyList<AuditEntry> Actions, string? After, string? Next, IReadOnlyList<string> Damaged)
{
    public static ActionsAnswer From(AuditPage page, HttpRequest request)
    {
        var after = page.Next?.ToString();
        return new(page.Entries, after, NextPage.Of(request, after), page.Damaged);
    }
}

/// <summary>A page of the last runs.</summary>
/// <inheritdoc cref="ActionsAnswer"/>
internal sealed record RunsAnswer(IReadOnlyList<FinishedRun> Runs, string? After, string? Next)
{
    public static RunsAnswer From(RunPage page, HttpRequest request)
    {
        var after = page.Next?.ToString();
        return new(page.Runs, after, NextPage.Of(request, after));
    }
}

/// <summary>The path and query that lead on from a page.</summary>
internal static class NextPage
{
    /// <param name="after">Null on the last page.</param>
    public static string? Of(HttpRequest request, string? after) => after is null ? null : $"{request.PathBase}{request.Path}{QueryWith(request.Query, after)}";

    // Not the function key, which may have come as `code`.
    private static QueryString QueryWith(IQueryCollection query, string after) => QueryString.Create(
        query.Where(q => q.Key is "cluster" or "from" or "to" or "limit").Append(new("after", after)));
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters =
    [
        typeof(InstantConverter),
        typeof(CamelCaseEnumConverter<AuditKind>),
        typeof(CamelCaseEnumConverter<AuditStep>),
        typeof(CamelCaseEnumConverter<Cause>),
        typeof(CamelCaseEnumConverter<Cloud>),
        typeof(CamelCaseEnumConverter<HoldState>),
        typeof(CamelCaseEnumConverter<Reason>),
        typeof(CamelCaseEnumConverter<RunOutcome>),
    ])]
[JsonSerializable(typeof(ActionsAnswer))]
[JsonSerializable(typeof(RunsAnswer))]
internal sealed partial class HistoryJson : JsonSerializerContext;
