using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HopsworksFunctions.Http;

/// <summary>Problem details (RFC 9457) with stable types.</summary>
internal static class Problems
{
    private const string InvalidQuery = "Invalid query parameter";

    public static ProblemException BadQuery(string parameter, string expected) => new(Of(
        400, "bad-query", InvalidQuery, $"`{parameter}` must be {expected}.",
        ("field", parameter), ("limit", expected)));

    /// <summary>Creates the problem for a range with more entries than a report can read.</summary>
    public static ProblemHttpResult TooLong(string detail) =>
        Of(400, "bad-query", InvalidQuery, detail, ("field", "from"));

    /// <summary>Creates the problem for an unknown cluster, or for a cluster name that is not unique.</summary>
    public static ProblemHttpResult UnknownCluster(string cluster) => Of(new OperationError(
        OperationErrorKind.UnknownCluster, $"The app knows no cluster '{TextSanitizer.Escape(cluster)}', or several of this name.",
        "cluster"));

    /// <summary>Creates the problem for a request that names no account, or an account that the app does not have.</summary>
    /// <param name="named">The named account; null for none.</param>
    /// <param name="choice">A sentence that says which accounts there are.</param>
    public static ProblemHttpResult UnknownAccount(string? named, string choice) => named is null
        ? Of(400, "bad-query", InvalidQuery,
            $"The account is missing: add `account=NAME` to a request, or `--account NAME` to a command. {choice}", ("field", "account"))
        : Of(404, "unknown-account", "Account not found", $"There is no account '{TextSanitizer.Escape(named)}'. {choice}",
            ("field", "account"));

    /// <summary>Returns the operation's value.</summary>
    /// <exception cref="ProblemException">The operation was refused.</exception>
    public static T OrProblem<T>(this OperationResult<T> asked)
        where T : class => asked.Succeeded ? asked.Value : throw new ProblemException(Of(asked.Error));

    public static ProblemHttpResult Of(OperationError refusal)
    {
        var (status, type, title) = refusal.Kind switch
        {
            OperationErrorKind.Settings => (503, "settings", "App settings invalid"),
            OperationErrorKind.StateUnavailable => (503, "state-unavailable", "Storage unavailable"),
            OperationErrorKind.StateConflict => (409, "state-conflict", "Conflicting change"),
            OperationErrorKind.NoPolicies => (503, "no-policies", "No valid policies"),
            OperationErrorKind.HopsworksUnavailable => (503, "hopsworks-unavailable", "Hopsworks.ai unavailable"),
            OperationErrorKind.Clock => (503, "clock", "Clock mismatch"),
            OperationErrorKind.UnknownCluster => (404, "unknown-cluster", "Cluster not found"),
            OperationErrorKind.AmbiguousCluster => (409, "ambiguous-cluster", "Cluster name not unique"),
            OperationErrorKind.Protected => (409, "protected", "Cluster protected"),
            OperationErrorKind.NotManaged => (409, "not-managed", "Cluster not managed"),
            OperationErrorKind.InFlight => (409, "in-flight", "Action in progress"),
            OperationErrorKind.AlreadyThere => (409, "already-there", "No change needed"),
            OperationErrorKind.Held => (409, "held", "Conflicting hold"),
            OperationErrorKind.NotActionable => (409, "not-actionable", "Cluster not ready"),
            OperationErrorKind.AnotherRun => (409, "another-run", "Another run in progress"),
            OperationErrorKind.ActionFailed => (502, "action-failed", "Action failed"),
            OperationErrorKind.UnknownWebhook => (404, "unknown-webhook", "Webhook not found"),
            OperationErrorKind.BadSignature => (401, "bad-signature", "Invalid signature"),
            OperationErrorKind.Repeated => (409, "repeated", "Delivery already processed"),
            OperationErrorKind.TooMany => (429, "too-many", "Too many requests"),
            OperationErrorKind.BadBody => (400, "bad-body", "Invalid request body"),
            OperationErrorKind.UnknownRule => (409, "unknown-rule", "Rule not found"),
            OperationErrorKind.UnknownSnapshot => (404, "unknown-snapshot", "Snapshot not found"),
            OperationErrorKind.UnusableSnapshot => (409, "unusable-snapshot", "Snapshot not usable"),
            OperationErrorKind.StateNotEmpty => (409, "state-not-empty", "State not lost"),
            OperationErrorKind.StopLimit => (409, "stop-limit", "Stop limit exceeded"),
            OperationErrorKind.FreezeEnd => (400, "freeze-end", "Invalid end of freeze"),
            OperationErrorKind.Frozen => (409, "frozen", "Account or rule frozen"),
            OperationErrorKind.Forbidden => (403, "forbidden", "Not allowed"),
            OperationErrorKind.HoldEnd => (400, "hold-end", "Invalid end of hold"),
        };
        return Of(status, type, title, refusal.Message, ("field", refusal.Field), ("limit", refusal.Limit));
    }

    /// <param name="more">
    /// Additional members, left out if null, such as <c>field</c>, the invalid part of the request, and <c>limit</c>, the limit it
    /// exceeded.
    /// </param>
    public static ProblemHttpResult Of(
        int status, string type, string title, string? detail, params IEnumerable<(string Name, object? Value)> more) =>
        TypedResults.Problem(
            detail, instance: null, status, title, $"urn:hopsworks-functions:problem:{type}",
            more.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Name, m.Value)));
}
