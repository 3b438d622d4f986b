using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>A source from the settings, with the deliveries that it may send.</summary>
/// <param name="SigningSecretName">The Key Vault secret that signs deliveries; null if the function key is enough.</param>
/// <param name="OnAlert">The command for an alert; null for a source with the command in its deliveries.</param>
internal sealed record WebhookSource(string Name, WebhookKind Kind, string? SigningSecretName, WebhookCommand? OnAlert)
{
    /// <summary>The alerts that the source acts on.</summary>
    public AlertChoice Alerts { get; init; }
}

internal enum WebhookKind
{
    /// <summary>The app's own JSON format.</summary>
    Generic,
    /// <summary>Azure Monitor's common alert schema, and the format of budget notifications.</summary>
    AzureMonitor,
}

/// <summary>An action, and the clusters that it is for.</summary>
/// <param name="State">The state of a hold.</param>
/// <param name="Until">The end of a hold or freeze; null for a freeze without an end and for other actions.</param>
/// <param name="Reason">The sender's reason.</param>
internal sealed record WebhookCommand(
    WebhookAction Action, WebhookTarget Target, HoldState State = HoldState.Up, HoldEnd? Until = null, string? Reason = null);

internal enum WebhookAction
{
    Hold,
    Release,
    Start,
    Stop,
    /// <summary>The app starts and stops nothing. Only people can end a freeze.</summary>
    Freeze,
}
