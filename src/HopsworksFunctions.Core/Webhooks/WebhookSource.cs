using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>Who may send what: one entry of the settings.</summary>
/// <param name="SigningSecretName">The vault's secret with which deliveries must be signed; null when the function key is enough.</param>
/// <param name="OnAlert">What an alert does; null for a source whose deliveries say it themselves.</param>
internal sealed record WebhookSource(string Name, WebhookKind Kind, string? SigningSecretName, WebhookCommand? OnAlert);

internal enum WebhookKind
{
    /// <summary>Our own JSON.</summary>
    Generic,
    /// <summary>Azure Monitor's common alert schema, and budgets' own.</summary>
    AzureMonitor,
}

/// <summary>What is to be done, with which clusters.</summary>
/// <param name="State">Of a hold.</param>
/// <param name="Until">A hold's end; null for anything else.</param>
/// <param name="Reason">Why, in the sender's words.</param>
internal sealed record WebhookCommand(
    WebhookAction Action, WebhookTarget Target, HoldState State = HoldState.Up, HoldEnd? Until = null, string? Reason = null);

internal enum WebhookAction
{
    Hold,
    Release,
    Start,
    Stop,
}
