using HopsworksFunctions.Core.KeepLinks;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The target of a keep-running link or a start link.</summary>
internal abstract record LinkedCluster
{
    /// <summary>Checks the link and finds its cluster, even one that the app does not manage.</summary>
    /// <param name="text">The link's token as received.</param>
    public static async Task<OperationResult<LinkedCluster>> FindAsync(
        LinkSigner links, ClusterLookup clusters, string text, LinkPurpose purpose, CancellationToken cancellationToken)
    {
        var (token, fault) = await links.ReadAsync(text, purpose, cancellationToken);
        if (fault is { } wrong)
        {
            var (why, message) = LinkDenials.Of(wrong, purpose);
            return new Denied(why, message);
        }
        var lookup = await clusters.FindAsync(token!.ClusterId, cancellationToken);
        // The lookup also accepts names, but a cluster with this ID as its name is a different one.
        if (lookup.Error is { Kind: OperationErrorKind.UnknownCluster } || lookup.Succeeded && lookup.Value.Cluster.Id != token.ClusterId)
            return new Denied(LinkDenial.Gone, LinkDenials.Gone);
        return lookup.Succeeded ? new Found(token, lookup.Value) : lookup.Error;
    }

    public sealed record Found(LinkToken Token, FoundCluster Cluster) : LinkedCluster;

    /// <summary>The link has no effect.</summary>
    /// <param name="Message">The reason and the advice.</param>
    public sealed record Denied(LinkDenial Why, string Message) : LinkedCluster;
}
