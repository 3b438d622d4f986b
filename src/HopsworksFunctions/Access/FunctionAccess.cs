using HopsworksFunctions.Core.Access;
using HopsworksFunctions.Http;
using static HopsworksFunctions.Core.Access.Role;

namespace HopsworksFunctions.Access;

/// <summary>The role that a function needs. A function that is not listed needs an owner.</summary>
/// <param name="SignedIn">The role for people who sign in.</param>
/// <param name="WithKey">The role for keys, if people do not sign in.</param>
internal sealed record FunctionAccess(Role SignedIn, Role WithKey)
{
    private static readonly FunctionAccess Look = new(Reader, Operator);
    private static readonly FunctionAccess Act = new(Operator, Operator);
    private static readonly FunctionAccess Own = new(Owner, Owner);

    /// <summary>If people sign in, only owners may freeze and delete stored activity; otherwise anyone with a key may.</summary>
    private static readonly FunctionAccess OwnOrKey = new(Owner, Operator);

    /// <summary>The functions that need no role: the page without data, signed links and deliveries, and monitoring.</summary>
    private static readonly string[] Open =
        ["Dashboard", "Keep", "KeepConfirmed", "StartLink", "StartLinkConfirmed", "Webhook", "Health"];

    private static readonly Dictionary<string, FunctionAccess> Functions = new()
    {
        ["Accounts"] = Look, ["Actions"] = Look, ["Advice"] = Look, ["Clusters"] = Look, ["Coverage"] = Look, ["Forecast"] = Look,
        ["Freezes"] = Look, ["History"] = Look, ["Hold"] = Look, ["OpenApi"] = Look, ["Runs"] = Look, ["Savings"] = Look,
        ["Snapshots"] = Look, ["Timeline"] = Look,
        ["ReleaseHold"] = Act, ["SetHold"] = Act, ["StartCluster"] = Act, ["StopCluster"] = Act,
        ["ForgetHistory"] = OwnOrKey, ["Freeze"] = OwnOrKey,
        ["RestoreState"] = Own, ["Unfreeze"] = Own,
    };

    /// <summary>The operations on an account that a page offers.</summary>
    public static readonly IReadOnlyList<(string Operation, FunctionAccess Access)> Offered =
        [("run", Act), ("allowStops", Own), ("freeze", OwnOrKey), ("unfreeze", Own)];

    /// <summary>Returns the role that a function needs; null for none.</summary>
    public static FunctionAccess? Of(string function, IQueryCollection query) => function switch
    {
        _ when Open.Contains(function) => null,
        "ReconcileNow" when query["allowStops"] is not ([] or [""]) => Own,
        "ReconcileNow" => RequestQuery.DryRun(query) ? Look : Act,
        _ => Functions.GetValueOrDefault(function, Own),
    };

    public Role NeededBy(Caller caller) => caller.Name is null ? WithKey : SignedIn;
}
