using NodaTime;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>Signed deliveries that were taken not long ago, so that none is carried out twice.</summary>
internal sealed record RecentDeliveries(IReadOnlyList<TakenDelivery> Taken)
{
    /// <summary>More in so short a time would not be a person's or a pipeline's doing.</summary>
    public const int Max = 500;

    // A signature of a clock that is ahead by the whole window is good for twice the window.
    private static readonly Duration Kept = WebhookDelivery.Window * 2;

    public RecentDeliveries At(Instant now) => new([.. Taken.Where(t => now < t.At + Kept)]);

    public TakenDelivery? Find(string key) => Taken.FirstOrDefault(t => t.Key == key);

    public RecentDeliveries With(TakenDelivery delivery) => new([.. Taken, delivery]);

    public RecentDeliveries Without(string key) => new([.. Taken.Where(t => t.Key != key)]);
}

/// <param name="Key">Of source and id.</param>
internal sealed record TakenDelivery(string Key, Instant At);
