using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>Receives webhooks from other systems: authenticates, parses and carries them out.</summary>
public sealed partial class WebhookHandler(
    IOptions<WebhookOptions> options,
    ISecretSource secrets,
    WebhookDeduplicator book,
    WebhookCommandExecutor orders,
    TimeProvider time,
    ILogger<WebhookHandler> logger)
{
    /// <summary>The largest body accepted, in bytes.</summary>
    public const int MaxBody = 64 * 1024;

    private static readonly TimeSpan GiveBackTime = TimeSpan.FromSeconds(5);

    /// <param name="requestId">For the audit log and the log.</param>
    /// <param name="dryRun">Changes and sends nothing; the answer says what would happen.</param>
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
            var suggestion = Suggestion.For(delivery.Source, sources.Keys);
            var name = WebhookSettings.IsName(delivery.Source) ? delivery.Source : "NAME";
            var message = $"The settings have no webhook '{delivery.Source}'{suggestion}; set Webhooks__{name}__Kind.";
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
            // An alert that the settings leave out is told where people look for what an alert did.
            if (order is not null && !dryRun)
                await orders.RefuseAsync(order, nothing, requester, cancellationToken);
            // Not an error status: the sender did nothing wrong, and must not try again.
            return new WebhookOutcome(source.Name, WebhookResult.Nothing, nothing, dryRun, []);
        }
        if (source.SigningSecretName is not null && await book.TakeAsync(delivery, Now, cancellationToken) is { } repeated)
            return repeated;
        // A dry run of a signed delivery stays taken: the signature does not cover the query, so whoever has seen it could send it again
        // without.
        return source.SigningSecretName is null || dryRun
            ? await orders.CarryOutAsync(source.Name, order!, requester, dryRun, cancellationToken)
            : await CarryOutTakenAsync(delivery, source.Name, order!, requester, cancellationToken);
    }

    /// <summary>Carries out a delivery that was taken, and gives it back if nothing was done, whatever the reason.</summary>
    private async Task<OperationResult<WebhookOutcome>> CarryOutTakenAsync(
        WebhookDelivery delivery, string source, WebhookCommand order, Requester requester, CancellationToken cancellationToken)
    {
        var start = Now;
        OperationResult<WebhookOutcome> outcome;
        try
        {
            outcome = await orders.CarryOutAsync(source, order, requester, dryRun: false, cancellationToken);
        }
        catch (Exception e)
        {
            await GiveBackAsync(delivery, stop => orders.HasBegunAsync(requester, start, stop), e.Message);
            throw;
        }
        if (!outcome.Succeeded || outcome.Value.Outcome == WebhookResult.Failed)
            await GiveBackAsync(delivery, _ => Task.FromResult(false), outcome.Error?.Message ?? outcome.Value!.Message);
        return outcome;
    }

    /// <summary>Not cancelled by what ended the delivery, but only tried for a while, since the app may be stopping.</summary>
    private async Task GiveBackAsync(WebhookDelivery delivery, Func<CancellationToken, Task<bool>> hasBegun, string why)
    {
        using var deadline = new CancellationTokenSource(GiveBackTime, time);
        try
        {
            if (!await hasBegun(deadline.Token))
                await book.GiveBackAsync(delivery, deadline.Token);
        }
        catch (Exception e) when (e is StateUnavailableException or StateConflictException or OperationCanceledException)
        {
            Log.Lost(logger, delivery.Source, TextSanitizer.Escape(why), TextSanitizer.Escape(e.Message));
        }
    }

    /// <summary>Null when the source requires no signature, or the signature is valid.</summary>
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
            return new(OperationErrorKind.Settings, $"The signature cannot be checked: {e.Message}");
        }
    }

    private string? Check(WebhookDelivery delivery, Secret secret) => Notifications.Signature.KeyOf(secret.Value) is { } key
        ? delivery.Check(key, Now)
        : "The signing key in the vault is too short: store at least 24 characters, or 'whsec_' and the base64 of as many bytes.";

    /// <returns>
    /// The command, why the body is no valid one, and why nothing is done. A command with a reason to do nothing is one that the
    /// settings leave out.
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
            nothing = !alert.IsOn ? $"The {alert.Name} is over, which changes nothing."
                : alert.Ignored(source.Alerts) is { } why ? $"The {alert.Name} is {why}, so nothing was done: "
                    + $"Webhooks__{source.Name}__On is {CamelCase.Of(source.Alerts)}."
                : null;
        }
        var example = source.Kind == WebhookKind.Generic ? $" A right body is {GenericBody.Example}." : "";
        return problems is [var first, ..]
            ? (null, new(OperationErrorKind.BadBody, $"{FirstProblems.Join(problems)}.{example}", first.Place.Path), null)
            : (order, null, nothing);
    }

    private Instant Now => time.GetCurrentInstant();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning,
            "Webhook {Source} was not carried out ({Why}), and counts as taken all the same: {Problem} Send it with another webhook-id")]
        public static partial void Lost(ILogger logger, string source, string why, string problem);

        [LoggerMessage(LogLevel.Information, "Webhook {Source} ({Outcome}): {Message}")]
        public static partial void Taken(ILogger logger, string source, WebhookResult outcome, string message);

        [LoggerMessage(LogLevel.Warning, "Webhook {Source} refused ({Kind}): {Message}")]
        public static partial void Refused(ILogger logger, string source, OperationErrorKind kind, string message);
    }
}
