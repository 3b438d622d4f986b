using System.Security.Cryptography;
using System.Text;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>The memory of signed deliveries while their signatures are valid, across all instances of the app.</summary>
public sealed class WebhookDeduplicator(IDocumentStore store, ILogger<WebhookDeduplicator> logger)
{
    private const int Tries = 5;

    /// <summary>
    /// Claims a new delivery for a request and returns null; otherwise returns why it must not be carried out. If a claim has ended because
    /// its process died, the delivery is new if that request had done nothing.
    /// </summary>
    /// <param name="hasBegun">Returns whether a request has done anything since an instant.</param>
    /// <exception cref="StateUnavailableException">The app cannot tell whether the delivery is new.</exception>
    /// <exception cref="StateConflictException">Other writers keep changing the document.</exception>
    public async Task<OperationError?> TakeAsync(
        WebhookDelivery delivery, string requestId, Instant now, Func<string, Instant, Task<bool>> hasBegun,
        CancellationToken cancellationToken)
    {
        OperationError? refusal = null;
        await ChangeAsync(
            async recent =>
            {
                recent = recent.At(now);
                var claim = new TakenDelivery(KeyOf(delivery), now) { RequestId = requestId, Until = now + TakenDelivery.Lease };
                var earlier = recent.Find(claim.Key);
                refusal = earlier is null ? TooMany(recent) : Repeated(delivery, earlier, now);
                if (refusal is null && earlier is not null && await hasBegun(earlier.RequestId!, earlier.At))
                    refusal = Repeated(delivery, earlier with { Until = null }, now);
                return refusal is null ? recent.Replacing(claim) : null;
            },
            cancellationToken);
        return refusal;
    }

    private static OperationError? Repeated(WebhookDelivery delivery, TakenDelivery earlier, Instant now) => earlier.Until switch
    {
        null => new(
            OperationErrorKind.Repeated, $"Delivery '{delivery.Id}' was processed {earlier.At}. See GET /api/actions for the result.",
            "webhook-id"),
        { } until when now < until => new(
            OperationErrorKind.Repeated,
            $"Delivery '{delivery.Id}' has been in progress since {earlier.At}. If it does nothing, you can send it again in a minute.",
            "webhook-id"),
        _ => null,
    };

    private static OperationError? TooMany(RecentDeliveries recent)
    {
        var taken = recent.Taken.Count;
        return taken < RecentDeliveries.Max ? null : new(
            OperationErrorKind.TooMany,
            $"{taken} signed deliveries arrived in ten minutes. Try again later.",
            Limit: $"{RecentDeliveries.Max}");
    }

    /// <summary>Extends the claim of a request that is still in progress.</summary>
    /// <inheritdoc cref="TakeAsync" path="/exception"/>
    public Task RenewAsync(WebhookDelivery delivery, string requestId, Instant now, CancellationToken cancellationToken) => ChangeAsync(
        recent => Task.FromResult(recent.Find(KeyOf(delivery)) is { } claim && claim.IsClaimedBy(requestId)
            ? recent.Replacing(claim with { Until = now + TakenDelivery.Lease }) : null),
        cancellationToken);

    /// <summary>Records that a delivery was carried out, so that it is not carried out again.</summary>
    /// <inheritdoc cref="TakeAsync" path="/exception"/>
    public Task FinishAsync(WebhookDelivery delivery, string requestId, CancellationToken cancellationToken) => ChangeAsync(
        recent => Task.FromResult(recent.Find(KeyOf(delivery)) is { } claim && claim.IsClaimedBy(requestId)
            ? recent.Replacing(new(claim.Key, claim.At)) : null),
        cancellationToken);

    /// <summary>Removes a delivery that did nothing, so that it can be sent again.</summary>
    /// <inheritdoc cref="TakeAsync" path="/exception"/>
    public Task GiveBackAsync(WebhookDelivery delivery, string requestId, CancellationToken cancellationToken) => ChangeAsync(
        recent => Task.FromResult(recent.Find(KeyOf(delivery)) is { } claim && claim.IsClaimedBy(requestId)
            ? recent.Without(claim.Key) : null),
        cancellationToken);

    /// <param name="change">Returns the changed deliveries, or null for no change. It may be called more than once.</param>
    private async Task ChangeAsync(Func<RecentDeliveries, Task<RecentDeliveries?>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var documents = await DocumentSet<RecentDeliveries>.LoadAsync(
                store, "webhooks", _ => "recent", logger, kind => store.FindAsync(kind, "recent", cancellationToken));
            if (await change(documents.Values.Values.FirstOrDefault() ?? new([])) is not { } changed)
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
