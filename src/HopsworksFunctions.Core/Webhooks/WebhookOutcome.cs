namespace HopsworksFunctions.Core.Webhooks;

/// <summary>The result of a delivery.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Clusters">The targeted clusters, each with its result.</param>
public sealed record WebhookOutcome(
    string Source, WebhookResult Outcome, string Message, bool DryRun, IReadOnlyList<WebhookClusterOutcome> Clusters);

public enum WebhookResult
{
    Done,
    /// <summary>Some clusters failed; others may have succeeded.</summary>
    Partial,
    Failed,
    /// <summary>There was nothing to do.</summary>
    Nothing,
}

public sealed record WebhookClusterOutcome(string Id, string Name, WebhookStep Outcome, string Message);

public enum WebhookStep
{
    Done,
    /// <summary>Unchanged on purpose: the cluster is protected, not managed, already as requested, or has an action in progress.</summary>
    Skipped,
    Failed,
    /// <summary>The action was sent, but the answer was lost; a later run checks the outcome.</summary>
    Uncertain,
    DryRun,
}
