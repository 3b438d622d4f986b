using System.Globalization;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>A page of a report's clusters. The report is computed again for each page.</summary>
/// <param name="Skipped">The number of clusters on the earlier pages.</param>
internal sealed record ClusterPage(int Limit, int Skipped)
{
    /// <summary>The maximum number of clusters in one answer, which is also the default.</summary>
    public const int Max = 1000;

    public static ClusterPage Of(IQueryCollection query) => new(RequestQuery.Limit(query, Max, Max), query["after"] switch
    {
        [] or [""] => 0,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var skipped) => skipped,
        _ => throw Problems.BadQuery("after", "the `after` value of an earlier answer"),
    });

    /// <summary>Returns the clusters of this page, and the start of the next page; null on the last.</summary>
    public (IReadOnlyList<T> Clusters, string? After) In<T>(IReadOnlyList<T> all)
    {
        var end = Math.Min((long)Skipped + Limit, all.Count);
        return ([.. all.Skip(Skipped).Take(Limit)], end < all.Count ? end.ToString(CultureInfo.InvariantCulture) : null);
    }
}
