namespace HopsworksFunctions.Cli.Commands;

/// <summary>Reads the clusters of an answer that comes in pages.</summary>
internal static class ClusterPages
{
    /// <param name="first">The first page.</param>
    /// <param name="part">Returns a page's clusters, and the start of the next page; null on the last.</param>
    /// <param name="next">Reads the page that begins at a given place.</param>
    public static async Task<IReadOnlyList<TCluster>> AllAsync<TPage, TCluster>(
        TPage first, Func<TPage, (IReadOnlyList<TCluster> Clusters, string? After)> part, Func<string, Task<TPage>> next)
    {
        var (page, after) = part(first);
        var clusters = page.ToList();
        while (after is { } place)
        {
            (page, after) = part(await next(place));
            clusters.AddRange(page);
            if (after == place)
                throw new CliException("The app names the same page as the next again.");
        }
        return clusters;
    }
}
