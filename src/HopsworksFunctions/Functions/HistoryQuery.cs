using System.Globalization;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>Reads the query of a request for history; what is not valid is answered with what would be.</summary>
internal static class HistoryQuery
{
    private const int MostActions = 1000;
    private const int MostRuns = 100;

    private static IResult BadPlace => Problems.BadQuery("after", "what 'after' was in an earlier answer");

    public static (AuditQuery? Query, IResult? Problem) Actions(IQueryCollection query)
    {
        var (limit, problem) = Limit(query, MostActions, 100);
        if (problem is not null)
            return (null, problem);
        if (!RequestQuery.TryInstant(query["from"], out var from))
            return (null, Problems.BadQuery("from", RequestQuery.AnInstant));
        if (!RequestQuery.TryInstant(query["to"], out var to))
            return (null, Problems.BadQuery("to", RequestQuery.AnInstant));
        if (to <= from)
            return (null, Problems.BadQuery("to", "later than 'from'"));
        if (query["cluster"].Count > 1)
            return (null, Problems.BadQuery("cluster", "the id of one cluster"));
        AuditCursor? after = null;
        if (query["after"] is { Count: > 0 } place && !(place is [{ Length: > 0 } text] && AuditCursor.TryParse(text, out after)))
            return (null, BadPlace);
        var cluster = query["cluster"] is [{ Length: > 0 } id] ? id : null;
        return (new(cluster, from, to, limit, after), null);
    }

    public static (int Limit, RunCursor? After, IResult? Problem) Runs(IQueryCollection query)
    {
        var (limit, problem) = Limit(query, MostRuns, 20);
        RunCursor? after = null;
        if (query["after"] is { Count: > 0 } place && !(place is [{ Length: > 0 } text] && RunCursor.TryParse(text, out after)))
            problem ??= BadPlace;
        return (limit, after, problem);
    }

    private static (int Limit, IResult? Problem) Limit(IQueryCollection query, int most, int standard)
    {
        if (query["limit"] is [] or [""])
            return (standard, null);
        return query["limit"] is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most
            ? (limit, null)
            : (0, Problems.BadQuery("limit", $"a whole number from 1 to {most}"));
    }
}
