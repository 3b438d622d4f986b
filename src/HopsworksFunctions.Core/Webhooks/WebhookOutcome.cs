namespace HopsworksFunctions.Core.Webhooks;

/// <summary>The result of a delivery.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Clusters">The clusters it targets, each with its result.</param>
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
    /// <summary>Rightly left alone: protected, not managed, or already as requested.</summary>
    Skipped,
    Failed,
    /// <summary>Sent, but the answer was lost; a later run checks the outcome.</summary>
    Uncertain,
    DryRun,
}
