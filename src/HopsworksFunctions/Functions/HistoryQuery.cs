using System.Globalization;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>The query of a history request. A <see cref="ProblemException"/> says what would be valid.</summary>
internal static class HistoryQuery
{
    private const int MaxActions = 1000;
    private const int MaxRuns = 100;

    // No store has entries with a longer ID.
    private const int MaxClusterId = 1024;

    public static AuditQuery Actions(IQueryCollection query)
    {
        var limit = RequestQuery.Limit(query, MaxActions, 100);
        var (from, to) = (RequestQuery.InstantOf(query, "from"), RequestQuery.InstantOf(query, "to"));
        if (to <= from)
            throw Problems.BadQuery("to", "later than `from`");
        return new(Cluster(query), from, to, limit, After<AuditCursor>(query, AuditCursor.TryParse));
    }

    /// <summary>Returns the cluster; null if none is given.</summary>
    public static string? Cluster(IQueryCollection query) => query["cluster"] switch
    {
        { Count: > 1 } or [{ Length: > MaxClusterId }] => throw NoCluster(),
        [{ Length: > 0 } id] => id,
        _ => null,
    };

    /// <summary>Returns the share of the busy time to cover; 0.95 by default.</summary>
    public static double Share(IQueryCollection query) => query["share"] switch
    {
        [] or [""] => 0.95,
        [{ } text] when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
            && share is >= 0.5 and <= 1 => share,
        _ => throw Problems.BadQuery("share", "a number from 0.5 to 1"),
    };

    /// <summary>Returns the name of a rule; null if none is given.</summary>
    public static string? Rule(IQueryCollection query) => query["rule"] switch
    {
        { Count: > 1 } => throw Problems.BadQuery("rule", "the name of one rule"),
        [{ Length: > 0 } name] => name,
        _ => null,
    };

    public static ProblemException NoCluster() => Problems.BadQuery("cluster", "the ID of one cluster");

    public static (int Limit, RunCursor? After) Runs(IQueryCollection query) =>
        (RequestQuery.Limit(query, MaxRuns, 20), After<RunCursor>(query, RunCursor.TryParse));

    private static T? After<T>(IQueryCollection query, TryParse<T> tryParse)
        where T : class => query["after"] switch
        {
            [] => null,
            [{ Length: > 0 } text] when tryParse(text, out var place) => place,
            _ => throw Problems.BadQuery("after", "the `after` value of an earlier answer"),
        };

    private delegate bool TryParse<T>(string text, out T? place);
}
