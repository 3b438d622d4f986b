using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Access;

/// <summary>Finds the cluster of a request, if its caller may act on it.</summary>
public sealed partial class ClusterAccess(ClusterLookup clusters, ILogger<ClusterAccess> logger)
{
    /// <exception cref="ProblemException">There is no such cluster, or it is not the caller's.</exception>
    public async Task<FoundCluster> FindAsync(HttpRequest request, string idOrName, CancellationToken cancellationToken)
    {
        var found = (await clusters.FindAsync(idOrName, cancellationToken)).OrProblem();
        if (Caller.Of(request)!.Locked(found.Cluster) is not { } why)
            return found;
        Log.Refused(logger, found.Cluster.Name, Caller.Of(request)?.Name ?? "a function key", why);
        throw new ProblemException(Problems.Of(new(OperationErrorKind.Forbidden, why, "id")));
    }

    /// <summary>Whether the caller may act on some clusters only.</summary>
    public static bool IsLimited(HttpRequest request) => Caller.Of(request) is { Identities: not null };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Access: cluster {Cluster} refused to {Caller}: {Why}")]
        public static partial void Refused(ILogger logger, string cluster, string caller, string why);
    }
}
