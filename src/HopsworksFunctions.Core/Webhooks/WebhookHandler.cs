using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>The receiver of webhooks from other systems, which authenticates them, parses them and carries them out.</summary>
public sealed partial class WebhookHandler(
    IOptions<WebhookOptions> options,
    ISecretSource secrets,
    SignedDeliveries signed,
    WebhookCommandExecutor orders,
    TimeProvider time,
    ILogger<WebhookHandler> logger)
{
    /// <summary>The largest accepted body, in bytes.</summary>
    public const int MaxBody = 64 * 1024;

    /// <param name="requestId">The ID of the request for the audit log and the log.</param>
    /// <param name="dryRun">Whether to change and send nothing. The answer then says what would happen.</param>
    /// <exception cref="StateUnavailableException">The delivery was not carried out.</exception>
    /// <exception cref="StateConflictException">Other writers keep changing the state; the delivery was not carried out.</exception>
    public async Task<OperationResult<WebhookOutcome>> ReceiveAsync(
        WebhookDelivery delivery, string requestId, bool dryRun, CancellationToken cancellationToken)
    {
        var asked = await TakeAsync(delivery, requestId, dryRun, cancellationToken);
        if (asked.Succeeded)
            Log.Taken(logger, delivery.Source, asked.Value.Outcome, TextSanitizer.Escape(asked.Value.Message));
        else
            Log.Refused(logger, delivery.Source, asked.Error.Kind, TextSanitizer.Escape(asked.Error.Message));
        return asked;
    }

    private async Task<OperationResult<WebhookOutcome>> TakeAsync(
        WebhookDelivery delivery, string requestId, bool dryRun, CancellationToken cancellationToken)
    {
        var sources = options.Value.Sources;
        if (!sources.TryGetValue(delivery.Source, out var source))
        {
            var name = WebhookSettings.IsName(delivery.Source) ? delivery.Source : "NAME";
            var message = $"No webhook named '{delivery.Source}' is configured."
                + $"{Suggestion.Sentence(delivery.Source, sources.Keys)} Set Webhooks__{name}__Kind.";
            return new OperationError(OperationErrorKind.UnknownWebhook, message, "source");
        }
        if (await UnsignedAsync(source, delivery, cancellationToken) is { } unsigned)
            return unsigned;
        var (order, refusal, nothing) = Read(source, delivery.Body);
        if (refusal is not null)
            return refusal;
        var requester = new Requester($"webhook {source.Name}", "webhook", requestId);
        if (nothing is not null)
        {
            // The audit log also gets an alert that the settings exclude, because people look there for the effects of alerts.
            if (order is not null && !dryRun)
                await orders.RefuseAsync(order, nothing, requester, cancellationToken);
            // The status is no error, because the sender did nothing wrong and must not try again.
            return new WebhookOutcome(source.Name, WebhookResult.Nothing, nothing, dryRun, []);
        }
        return source.SigningSecretName is null
            ? await orders.CarryOutAsync(source.Name, order!, requester, dryRun, cancellationToken)
            : await signed.CarryOutAsync(delivery, source.Name, order!, requester, dryRun, cancellationToken);
    }

    /// <summary>Checks the signature; null if the source requires none, or if the signature is valid.</summary>
    private async Task<OperationError?> UnsignedAsync(WebhookSource source, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        if (source.SigningSecretName is not { } name)
            return null;
        try
        {
            var secret = await secrets.GetAsync(name, cancellationToken);
            var problem = Check(delivery, secret);
            // After a key change, the sender may already use the new version.
            if (problem is not null && await secrets.RereadAsync(name, secret, cancellationToken) is { } newer)
                problem = Check(delivery, newer);
            return problem is null ? null : new(OperationErrorKind.BadSignature, problem);
        }
        catch (SecretUnavailableException e)
        {
            return new(OperationErrorKind.Settings, $"The app cannot check the signature: {e.Message}");
        }
    }

    private string? Check(WebhookDelivery delivery, Secret secret) => Notifications.Signature.KeyOf(secret.Value) is { } key
        ? delivery.Check(key, Now)
        : "The signing secret is too short: store at least 24 characters, or `whsec_` plus at least 24 bytes in base64.";

    /// <returns>
    /// The command, why the body is invalid, and why nothing is done. A command with a reason to do nothing is one that the settings
    /// exclude.
    /// </returns>
    private static (WebhookCommand? Order, OperationError? Refusal, string? Nothing) Read(WebhookSource source, byte[] body)
    {
        var problems = new List<Problem>();
        var root = JsonText.Parse(body, problems);
        WebhookCommand? order = null;
        string? nothing = null;
        if (root is not null && source.Kind == WebhookKind.Generic)
            order = GenericBody.Read(root, problems);
        else if (root is not null && AzureAlertBody.Read(root, problems) is { } alert)
        {
            order = alert.IsOn ? source.OnAlert! with { Reason = alert.Name } : null;
            nothing = !alert.IsOn ? $"{alert.Subject} is resolved. Nothing changes."
                : alert.Ignored(source.Alerts) is { } why ? $"{alert.Name}. It is {why}, so nothing was done: "
                    + $"Webhooks__{source.Name}__On is {CamelCase.Of(source.Alerts)}."
                : null;
        }
        var example = source.Kind == WebhookKind.Generic ? $" Example: {GenericBody.Example}." : "";
        return problems is [var first, ..]
            ? (null, new(OperationErrorKind.BadBody, $"{FirstProblems.Sentence(problems)}{example}", first.Place.Path), null)
            : (order, null, nothing);
    }

    private Instant Now => time.GetCurrentInstant();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Webhook {Source} ({Outcome}): {Message}")]
        public static partial void Taken(ILogger logger, string source, WebhookResult outcome, string message);

        [LoggerMessage(LogLevel.Warning, "Webhook {Source} refused ({Kind}): {Message}")]
        public static partial void Refused(ILogger logger, string source, OperationErrorKind kind, string message);
    }
}
