using System.Security.Cryptography;
using System.Text;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>Remembers signed deliveries while their signatures are valid, across all instances of the app.</summary>
public sealed class WebhookDeduplicator(IDocumentStore store, ILogger<WebhookDeduplicator> logger)
{
    private const int Tries = 5;

    /// <summary>Records a new delivery and returns null; otherwise returns why it must not be carried out.</summary>
    /// <exception cref="StateUnavailableException">The app cannot tell whether the delivery is new.</exception>
    /// <exception cref="StateConflictException">Other writers keep changing the document.</exception>
    public async Task<OperationError?> TakeAsync(WebhookDelivery delivery, Instant now, CancellationToken cancellationToken)
    {
        OperationError? refusal = null;
        await ChangeAsync(
            recent =>
            {
                recent = recent.At(now);
                refusal = RefusalOf(delivery, recent);
                return refusal is null ? recent.With(new(KeyOf(delivery), now)) : null;
            },
            cancellationToken);
        return refusal;
    }

    private static OperationError? RefusalOf(WebhookDelivery delivery, RecentDeliveries recent)
    {
        if (recent.Find(KeyOf(delivery)) is { } earlier)
        {
            var message = $"The delivery '{delivery.Id}' was taken at {earlier.At} already; what it did is in GET actions.";
            return new(OperationErrorKind.Repeated, message, "webhook-id");
        }
        var taken = recent.Taken.Count;
        return taken < RecentDeliveries.Max ? null : new(
            OperationErrorKind.TooMany,
            $"There were {taken} signed deliveries within ten minutes; nothing more is taken for now.",
            Limit: $"{RecentDeliveries.Max}");
    }

    /// <summary>Removes a delivery that did nothing, so that it can be sent again.</summary>
    /// <inheritdoc cref="TakeAsync" path="/exception"/>
    public Task GiveBackAsync(WebhookDelivery delivery, CancellationToken cancellationToken) =>
        ChangeAsync(recent => recent.Without(KeyOf(delivery)), cancellationToken);

    /// <param name="change">Returns null for no change; may be called more than once.</param>
    private async Task ChangeAsync(Func<RecentDeliveries, RecentDeliveries?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var documents = await DocumentSet<RecentDeliveries>.LoadAsync(
                store, "webhooks", _ => "recent", logger, kind => store.FindAsync(kind, "recent", cancellationToken));
            if (change(documents.Values.Values.FirstOrDefault() ?? new([])) is not { } changed)
                return;
            try
            {
                await documents.SaveAsync(changed, cancellationToken);
                return;
            }
            catch (StateConflictException) when (attempt < Tries)
            {
                // Another delivery arrived at the same time.
            }
        }
    }

    private static string KeyOf(WebhookDelivery delivery) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{delivery.Source.ToUpperInvariant()}\n{delivery.Id}")))[..32];
}
