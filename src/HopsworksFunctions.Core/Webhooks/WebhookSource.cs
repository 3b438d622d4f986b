using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>A source from the settings: who may send what.</summary>
/// <param name="SigningSecretName">The Key Vault secret that signs deliveries; null when the function key is enough.</param>
/// <param name="OnAlert">What an alert does; null for a source whose deliveries contain the command.</param>
internal sealed record WebhookSource(string Name, WebhookKind Kind, string? SigningSecretName, WebhookCommand? OnAlert)
{
    /// <summary>Which alerts it acts on.</summary>
    public AlertChoice Alerts { get; init; }
}

internal enum WebhookKind
{
    /// <summary>The app's own JSON format.</summary>
    Generic,
    /// <summary>Azure Monitor's common alert schema, and the format of budget notifications.</summary>
    AzureMonitor,
}

/// <summary>What to do, and with which clusters.</summary>
/// <param name="State">The state of a hold.</param>
/// <param name="Until">The end of a hold, or of a freeze that has one; null for other actions.</param>
/// <param name="Reason">The sender's reason.</param>
internal sealed record WebhookCommand(
    WebhookAction Action, WebhookTarget Target, HoldState State = HoldState.Up, HoldEnd? Until = null, string? Reason = null);

internal enum WebhookAction
{
    Hold,
    Release,
    Start,
    Stop,
    /// <summary>Keeps the app from starting and stopping anything. Only people end that.</summary>
    Freeze,
}
