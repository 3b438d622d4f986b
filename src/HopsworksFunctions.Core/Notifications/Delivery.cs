using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>The result of one attempt to send a message to a channel.</summary>
/// <param name="Problem">Why the channel did not accept the message, and what to do, without the address; null if it did.</param>
/// <param name="RetryAfter">The wait that the channel requests.</param>
internal readonly record struct Delivery(DeliveryResult Result, string? Problem = null, Duration? RetryAfter = null)
{
    public static readonly Delivery Taken = new(DeliveryResult.Taken);
}

internal enum DeliveryResult
{
    Taken,
    /// <summary>The channel works, but will never accept this message.</summary>
    Unacceptable,
    /// <summary>The address is missing, wrong or closed.</summary>
    Refused,
    /// <summary>The channel may work later.</summary>
    Unavailable,
    /// <summary>A development machine without Key Vault has no address.</summary>
    NotHere,
}
