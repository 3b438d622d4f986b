using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Access;

/// <summary>A lookup of the cluster of a request, which fails if the caller may not act on it.</summary>
public sealed class ClusterAccess(ClusterLookup clusters, ILogger<ClusterAccess> logger)
{
    /// <exception cref="ProblemException">There is no such cluster, or the caller may not act on it.</exception>
    public async Task<FoundCluster> FindAsync(HttpRequest request, string idOrName, CancellationToken cancellationToken)
    {
        var (found, caller) = ((await clusters.FindAsync(idOrName, cancellationToken)).OrProblem(), Caller.Of(request)!);
        return caller.Locked(found.Cluster) is { } why
            ? throw AccessRefusal.OfCluster(logger, found.Cluster.Name, caller.Name, why)
            : found;
    }

    /// <summary>Returns whether the caller may act only on some clusters.</summary>
    public static bool IsLimited(HttpRequest request) => Caller.Of(request) is { Identities: not null };
}
