using HopsworksFunctions.Core.ManualOperations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HopsworksFunctions.Http;

/// <summary>Problem details (RFC 9457) with stable types.</summary>
internal static class Problems
{
    public static ProblemException BadQuery(string parameter, string expected) => new(Of(
        400, "bad-query", "A query parameter is not valid", $"The query parameter '{parameter}' must be {expected}.",
        ("field", parameter), ("limit", expected)));

    /// <summary>A range with more in it than a report can read.</summary>
    public static ProblemHttpResult TooLong(string detail) =>
        Of(400, "bad-query", "A query parameter is not valid", detail, ("field", "from"));

    /// <summary>Returns the operation's value.</summary>
    /// <exception cref="ProblemException">The operation was refused.</exception>
    public static T OrProblem<T>(this OperationResult<T> asked)
        where T : class => asked.Succeeded ? asked.Value : throw new ProblemException(Of(asked.Error));

    public static ProblemHttpResult Of(OperationError refusal)
    {
        var (status, type, title) = refusal.Kind switch
        {
            OperationErrorKind.Settings => (503, "settings", "Settings of the app are missing or wrong"),
            OperationErrorKind.StateUnavailable => (503, "state-unavailable", "The state cannot be read or written"),
            OperationErrorKind.StateConflict => (409, "state-conflict", "Somebody else wrote in the meantime"),
            OperationErrorKind.NoPolicies => (503, "no-policies", "There are no valid policies"),
            OperationErrorKind.HopsworksUnavailable => (503, "hopsworks-unavailable", "Hopsworks does not answer as it should"),
            OperationErrorKind.Clock => (503, "clock", "The clocks differ"),
            OperationErrorKind.UnknownCluster => (404, "unknown-cluster", "There is no such cluster"),
            OperationErrorKind.AmbiguousCluster => (409, "ambiguous-cluster", "Several clusters have this name"),
            OperationErrorKind.Protected => (409, "protected", "The cluster is protected"),
            OperationErrorKind.NotManaged => (409, "not-managed", "No rule manages the cluster"),
            OperationErrorKind.InFlight => (409, "in-flight", "An action is under way already"),
            OperationErrorKind.AlreadyThere => (409, "already-there", "There is nothing to do"),
            OperationErrorKind.Held => (409, "held", "A hold says the opposite"),
            OperationErrorKind.NotActionable => (409, "not-actionable", "The cluster cannot take an action now"),
            OperationErrorKind.AnotherRun => (409, "another-run", "Another run has the account"),
            OperationErrorKind.ActionFailed => (502, "action-failed", "The action failed"),
            OperationErrorKind.UnknownWebhook => (404, "unknown-webhook", "There is no such webhook"),
            OperationErrorKind.BadSignature => (401, "bad-signature", "The signature is not valid"),
            OperationErrorKind.Repeated => (409, "repeated", "This was taken before"),
            OperationErrorKind.TooMany => (429, "too-many", "That is too much at once"),
            OperationErrorKind.BadBody => (400, "bad-body", "The body is not valid"),
            OperationErrorKind.UnknownRule => (409, "unknown-rule", "The policies have no such rule"),
            OperationErrorKind.StopLimit => (409, "stop-limit", "That would stop too many clusters"),
            OperationErrorKind.HoldEnd => (400, "hold-end", "The hold cannot end so"),
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
