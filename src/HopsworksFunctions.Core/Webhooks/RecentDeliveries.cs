using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>Recently accepted signed deliveries, so that none is carried out twice.</summary>
internal sealed record RecentDeliveries(IReadOnlyList<TakenDelivery> Taken)
{
    /// <summary>The maximum number, which is more than any person or pipeline sends in such a short time.</summary>
    public const int Max = 500;

    // If the sender's clock is ahead by the whole window, its signature stays valid for twice the window.
    private static readonly Duration Kept = WebhookDelivery.Window * 2;

    // A delivery from the future was stored with a wrong clock, and would otherwise be kept until that time.
    public RecentDeliveries At(Instant now) => new([.. Taken.Where(t => now < t.At + Kept && !FutureFacts.IsAhead(t.At, now))]);

    public TakenDelivery? Find(string key) => Taken.FirstOrDefault(t => t.Key == key);

    public RecentDeliveries With(TakenDelivery delivery) => new([.. Taken, delivery]);

    public RecentDeliveries Replacing(TakenDelivery delivery) => Without(delivery.Key).With(delivery);

    public RecentDeliveries Without(string key) => new([.. Taken.Where(t => t.Key != key)]);
}

/// <summary>A delivery that was carried out, or that a request is carrying out.</summary>
/// <param name="Key">A key made of source and ID.</param>
internal sealed record TakenDelivery(string Key, Instant At)
{
    /// <summary>The time that a claim is valid without renewal. A killed process renews nothing.</summary>
    public static readonly Duration Lease = Duration.FromMinutes(1);

    /// <summary>The request that is carrying out the delivery; null after its end.</summary>
    public string? RequestId { get; init; }

    /// <summary>The end of the claim of <see cref="RequestId"/>.</summary>
    public Instant? Until { get; init; }

    public bool IsClaimedBy(string requestId) => RequestId == requestId;
}
