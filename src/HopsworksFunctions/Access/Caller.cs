using HopsworksFunctions.Core.Access;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Policies.Clusters;
using static HopsworksFunctions.Core.Access.Role;

namespace HopsworksFunctions.Access;

/// <summary>The sender of a request, with the sender's rights.</summary>
/// <param name="Name">The name of the signed-in person; null if people do not sign in.</param>
/// <param name="Role">The caller's role; null for none.</param>
/// <param name="Identities">The values of an owner tag that mean this caller; null if the role covers every cluster.</param>
internal sealed record Caller(string? Name, Role? Role, IReadOnlySet<string>? Identities)
{
    // Tags use these characters between several owners.
    private static readonly char[] Separators = [',', ';', ' '];

    /// <summary>Returns a caller with a key, for an app without sign-in.</summary>
    public static Caller WithKey(bool isOwners) => new(null, isOwners ? Owner : Operator, null);

    public static Caller Of(SignedIn person) =>
        new(person.Name, person.Role, person.Role == Operator ? person.Identities : null) { Accounts = person.Accounts };

    /// <summary>Returns the caller of a request, as <see cref="AccessMiddleware"/> has stored it.</summary>
    /// <remarks>Null for a function that needs no role, if nobody has signed in.</remarks>
    public static Caller? Of(HttpRequest request) => (Caller?)request.HttpContext.Items[typeof(Caller)];

    /// <summary>The accounts that the caller may see; null for all.</summary>
    public IReadOnlySet<string>? Accounts { get; private init; }

    public bool MayOwn => Role == Owner;

    public bool MaySee(string account) => Accounts?.Contains(account) != false;

    /// <summary>Returns why the caller may not hold, start or stop the cluster, and who may; null if the caller may.</summary>
    public string? Locked(Cluster cluster) => Locked(cluster.Name, ClusterOwner.Of(cluster));

    /// <inheritdoc cref="Locked(Cluster)"/>
    /// <param name="owner">The owner according to <see cref="ClusterOwner"/>; null for none.</param>
    public string? Locked(string cluster, string? owner)
    {
        if (Role is not >= Operator)
            return $"Your role may look but not act. To act on {cluster} you need the role operator or owner.";
        if (Identities is null)
            return null;
        if (owner is null)
            return $"{cluster} has no tag 'owner' or 'team', so only an owner of the app may act on it.";
        return owner.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Prepend(owner).Any(Identities.Contains)
            ? null
            : $"{cluster} belongs to {owner}, which is neither you nor a group of yours.";
    }

    /// <summary>Returns the report with the operations that this caller may use.</summary>
    public RunReportJson Show(RunReportJson report) => report with
    {
        Access = new(Role ?? Reader, Name, [.. FunctionAccess.Offered.Where(offer => offer.Access.NeededBy(this) <= Role)
            .Select(offer => offer.Operation)]),
        Clusters = Role >= Operator && Identities is null
            ? report.Clusters
            : [.. report.Clusters.Select(cluster => cluster with { Locked = Locked(cluster.Name, cluster.Owner) })],
    };
}
