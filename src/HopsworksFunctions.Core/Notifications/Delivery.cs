using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>What became of a try to send a message to a channel.</summary>
/// <param name="Problem">Why it was not taken, and what to do; never with the address in it. Null when it was.</param>
/// <param name="RetryAfter">How long the other side asks to wait.</param>
internal readonly record struct Delivery(DeliveryResult Result, string? Problem = null, Duration? RetryAfter = null)
{
    public static readonly Delivery Taken = new(DeliveryResult.Taken);
}

internal enum DeliveryResult
{
    Taken,
    /// <summary>No trouble of the channel: this message it will never take.</summary>
    Unacceptable,
    /// <summary>The address is wrong or closed, or there is none.</summary>
    Refused,
    /// <summary>It may work later.</summary>
    Unavailable,
    /// <summary>A development machine without a vault, so without an address.</summary>
    NotHere,
}
