using HopsworksFunctions.Core.ManualOperations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HopsworksFunctions.Http;

/// <summary>Problem details (RFC 9457) with types that stay the same.</summary>
internal static class Problems
{
    public static ProblemException BadQuery(string parameter, string expected) => new(Of(
        400, "bad-query", "A query parameter is not valid", $"The query parameter '{parameter}' must be {expected}.",
        ("field", parameter), ("limit", expected)));

    /// <summary>What was asked for.</summary>
    /// <exception cref="ProblemException">It was refused.</exception>
    public static T OrProblem<T>(this Asked<T> asked)
        where T : class => asked.Granted ? asked.Value : throw new ProblemException(Of(asked.Refusal));

    public static ProblemHttpResult Of(Refusal refusal)
    {
        var (status, type, title) = refusal.Kind switch
        {
            RefusalKind.Settings => (503, "settings", "Settings of the app are missing or wrong"),
            RefusalKind.StateUnavailable => (503, "state-unavailable", "The state cannot be read or written"),
            RefusalKind.StateConflict => (409, "state-conflict", "Somebody else wrote in the meantime"),
            RefusalKind.NoPolicies => (503, "no-policies", "There are no valid policies"),
            RefusalKind.HopsworksUnavailable => (503, "hopsworks-unavailable", "Hopsworks does not answer as it should"),
            RefusalKind.UnknownCluster => (404, "unknown-cluster", "There is no such cluster"),
            RefusalKind.AmbiguousCluster => (409, "ambiguous-cluster", "Several clusters have this name"),
            RefusalKind.Protected => (409, "protected", "The cluster is protected"),
            RefusalKind.NotManaged => (409, "not-managed", "No rule manages the cluster"),
            RefusalKind.InFlight => (409, "in-flight", "An action is under way already"),
            RefusalKind.AlreadyThere => (409, "already-there", "There is nothing to do"),
            RefusalKind.Held => (409, "held", "A hold says the opposite"),
            RefusalKind.NotActionable => (409, "not-actionable", "The cluster cannot take an action now"),
            RefusalKind.AnotherRun => (409, "another-run", "Another run has the account"),
            RefusalKind.ActionFailed => (502, "action-failed", "The action failed"),
            RefusalKind.UnknownWebhook => (404, "unknown-webhook", "There is no such webhook"),
            RefusalKind.BadSignature => (401, "bad-signature", "The signature is not valid"),
            RefusalKind.Repeated => (409, "repeated", "This was taken before"),
            RefusalKind.TooMany => (429, "too-many", "That is too much at once"),
            RefusalKind.BadBody => (400, "bad-body", "The body is not valid"),
            RefusalKind.UnknownRule => (409, "unknown-rule", "The policies have no such rule"),
            RefusalKind.StopLimit => (409, "stop-limit", "That would stop too many clusters"),
            RefusalKind.HoldEnd => (400, "hold-end", "The hold cannot end so"),
        };
        return Of(status, type, title, refusal.Message, ("field", refusal.Field), ("limit", refusal.Limit));
    }

    /// <param name="more">
    /// Members beside the standard ones, such as <c>field</c>, what of the request is to blame, and <c>limit</c>, the bound that it broke;
    /// left out if null.
    /// </param>
    public static ProblemHttpResult Of(
        int status, string type, string title, string? detail, params IEnumerable<(string Name, object? Value)> more) =>
        TypedResults.Problem(
            detail, instance: null, status, title, $"urn:hopsworks-functions:problem:{type}",
            more.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Name, m.Value)));
}
