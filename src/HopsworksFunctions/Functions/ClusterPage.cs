using System.Globalization;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>Which clusters of a report an answer has. The report is computed anew for each page.</summary>
/// <param name="Skipped">How many clusters the earlier pages had.</param>
internal sealed record ClusterPage(int Limit, int Skipped)
{
    /// <summary>The most clusters in one answer, which is also what it has when nobody asks for fewer.</summary>
    public const int Max = 1000;

    public static ClusterPage Of(IQueryCollection query) => new(RequestQuery.Limit(query, Max, Max), query["after"] switch
    {
        [] or [""] => 0,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var skipped) => skipped,
        _ => throw Problems.BadQuery("after", "the `after` value of an earlier answer"),
    });

    /// <summary>The clusters of this page, and where the next begins; null on the last.</summary>
    public (IReadOnlyList<T> Clusters, string? After) In<T>(IReadOnlyList<T> all)
    {
        var end = Math.Min((long)Skipped + Limit, all.Count);
        return ([.. all.Skip(Skipped).Take(Limit)], end < all.Count ? end.ToString(CultureInfo.InvariantCulture) : null);
    }
}
