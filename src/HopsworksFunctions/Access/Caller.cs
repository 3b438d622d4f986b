using HopsworksFunctions.Core.Access;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Policies.Clusters;
using static HopsworksFunctions.Core.Access.Role;

namespace HopsworksFunctions.Access;

/// <summary>Who sends a request, and what they may do.</summary>
/// <param name="Name">As signed in; null if people do not sign in.</param>
/// <param name="Role">Null for none.</param>
/// <param name="Identities">What an owner tag may call them; null for a caller whose role holds for every cluster.</param>
internal sealed record Caller(string? Name, Role? Role, IReadOnlySet<string>? Identities)
{
    // As tags list several owners.
    private static readonly char[] Separators = [',', ';', ' '];

    /// <summary>Without sign-in: whoever has a key.</summary>
    public static Caller WithKey(bool isOwners) => new(null, isOwners ? Owner : Operator, null);

    public static Caller Of(SignedIn person) =>
        new(person.Name, person.Role, person.Role == Operator ? person.Identities : null) { Accounts = person.Accounts };

    /// <summary>The caller of a request, as <see cref="AccessMiddleware"/> found out.</summary>
    /// <remarks>Null where nobody has signed in to a function that needs no role.</remarks>
    public static Caller? Of(HttpRequest request) => (Caller?)request.HttpContext.Items[typeof(Caller)];

    /// <summary>The accounts that they may see; null for all.</summary>
    public IReadOnlySet<string>? Accounts { get; private init; }

    public bool MayOwn => Role == Owner;

    public bool MaySee(string account) => Accounts?.Contains(account) != false;

    /// <summary>Why they may not hold, start or stop the cluster, and who may; null if they may.</summary>
    public string? Locked(Cluster cluster) => Locked(cluster.Name, ClusterOwner.Of(cluster));

    /// <inheritdoc cref="Locked(Cluster)"/>
    /// <param name="owner">As <see cref="ClusterOwner"/> has it; null for none.</param>
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

    /// <summary>The report with what this caller may do.</summary>
    public RunReportJson Show(RunReportJson report) => report with
    {
        Access = new(Role ?? Reader, Name, [.. FunctionAccess.Offered.Where(offer => offer.Access.NeededBy(this) <= Role)
            .Select(offer => offer.Operation)]),
        Clusters = Role >= Operator && Identities is null
            ? report.Clusters
            : [.. report.Clusters.Select(cluster => cluster with { Locked = Locked(cluster.Name, cluster.Owner) })],
    };
}
