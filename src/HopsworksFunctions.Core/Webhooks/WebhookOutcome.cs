namespace HopsworksFunctions.Core.Webhooks;

/// <summary>What a delivery came to.</summary>
/// <param name="Message">In a sentence.</param>
/// <param name="Clusters">Those that were meant, each with what was done.</param>
public sealed record WebhookOutcome(
    string Source, WebhookResult Outcome, string Message, bool DryRun, IReadOnlyList<WebhookClusterOutcome> Clusters);

public enum WebhookResult
{
    Done,
    /// <summary>Some clusters failed; others may be done.</summary>
    Partial,
    Failed,
    /// <summary>Nothing was to be done.</summary>
    Nothing,
}

public sealed record WebhookClusterOutcome(string Id, string Name, WebhookStep Outcome, string Message);

public enum WebhookStep
{
    Done,
    /// <summary>Not touched, rightly: protected, left to people, or as it was asked to be.</summary>
    Skipped,
    Failed,
    /// <summary>Sent, but the answer was lost; a later run looks at what became of it.</summary>
    Uncertain,
    DryRun,
}
