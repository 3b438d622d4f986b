using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Access;

/// <summary>Finds the cluster of a request, if its caller may act on it.</summary>
public sealed class ClusterAccess(ClusterLookup clusters, ILogger<ClusterAccess> logger)
{
    /// <exception cref="ProblemException">There is no such cluster, or it is not the caller's.</exception>
    public async Task<FoundCluster> FindAsync(HttpRequest request, string idOrName, CancellationToken cancellationToken)
    {
        var (found, caller) = ((await clusters.FindAsync(idOrName, cancellationToken)).OrProblem(), Caller.Of(request)!);
        return caller.Locked(found.Cluster) is { } why
            ? throw AccessRefusal.OfCluster(logger, found.Cluster.Name, caller.Name, why)
            : found;
    }

    /// <summary>Whether the caller may act on some clusters only.</summary>
    public static bool IsLimited(HttpRequest request) => Caller.Of(request) is { Identities: not null };
}
