using System.Globalization;
using System.Security.Cryptography;
using HopsworksFunctions.Core.Notifications;
using NodaTime;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>A received delivery. A signed one has the headers of https://www.standardwebhooks.com.</summary>
/// <param name="Id">The header <c>webhook-id</c>: the sender's ID for the message, unchanged when it is sent again.</param>
/// <param name="Timestamp">The header <c>webhook-timestamp</c>: seconds since 1970.</param>
/// <param name="Signatures">The header <c>webhook-signature</c>: one or more, separated by blanks.</param>
public sealed record WebhookDelivery(string Source, byte[] Body, string? Id = null, string? Timestamp = null, string? Signatures = null)
{
    /// <summary>The largest allowed difference between the sender's clock and the app's. An older delivery may be a replay.</summary>
    public static readonly Duration Window = Duration.FromMinutes(5);

    private const int MaxSignatures = 8;

    /// <summary>
    /// Returns the problem of the signature as a sentence; null if it is recent and matches the key and the whole delivery.
    /// </summary>
    internal string? Check(ReadOnlySpan<byte> key, Instant now)
    {
        if (string.IsNullOrEmpty(Id) || Id.Length > 200 || string.IsNullOrEmpty(Timestamp) || string.IsNullOrEmpty(Signatures))
            return "This webhook requires signed requests. Send the headers webhook-id, webhook-timestamp and webhook-signature.";
        if (!long.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799)
            return "webhook-timestamp must be Unix time in seconds.";
        var expected = Signature.Of(key, Id, Timestamp, Body);
        if (!Signatures.Split(' ').Take(MaxSignatures).Any(one => IsSame(one, expected)))
        {
            return "The signature does not match. webhook-signature must be `v1,` plus the base64 HMAC-SHA-256 "
                + "of `id.timestamp.body`.";
        }
        // Only senders with the key get this answer.
        var age = now - Instant.FromUnixTimeSeconds(seconds);
        if (age <= Window && age >= -Window)
            return null;
        var when = $"{Math.Abs((long)age.TotalSeconds)} seconds {(age > Duration.Zero ? "ago" : "in the future")}";
        return $"The request was signed {when}; the maximum is {Window.TotalSeconds:0}. Sign it again, and check the clocks.";
    }

    private static bool IsSame(string one, ReadOnlySpan<byte> expected)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return one.StartsWith("v1,", StringComparison.Ordinal) && Convert.TryFromBase64String(one[3..], given, out var length)
            && CryptographicOperations.FixedTimeEquals(given[..length], expected);
    }
}
