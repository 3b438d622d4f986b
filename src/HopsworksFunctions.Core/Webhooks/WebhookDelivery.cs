using System.Globalization;
using System.Security.Cryptography;
using HopsworksFunctions.Core.Notifications;
using NodaTime;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>A delivery as received; a signed one has the headers of https://www.standardwebhooks.com.</summary>
/// <param name="Id">The header <c>webhook-id</c>: the sender's id for the message, unchanged when it is sent again.</param>
/// <param name="Timestamp">The header <c>webhook-timestamp</c>: seconds since 1970.</param>
/// <param name="Signatures">The header <c>webhook-signature</c>: one or more, separated by blanks.</param>
public sealed record WebhookDelivery(string Source, byte[] Body, string? Id = null, string? Timestamp = null, string? Signatures = null)
{
    /// <summary>How far the sender's clock may differ from the app's. Anything older may be a replay.</summary>
    public static readonly Duration Window = Duration.FromMinutes(5);

    private const int MaxSignatures = 8;

    /// <summary>
    /// What is wrong with the signature, as a sentence; null when it is recent and matches the key and the whole delivery.
    /// </summary>
    internal string? Check(ReadOnlySpan<byte> key, Instant now)
    {
        if (string.IsNullOrEmpty(Id) || Id.Length > 200 || string.IsNullOrEmpty(Timestamp) || string.IsNullOrEmpty(Signatures))
            return "This webhook wants signed deliveries: send the headers webhook-id, webhook-timestamp and webhook-signature.";
        if (!long.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799)
            return "The header webhook-timestamp must be the seconds since 1970.";
        var expected = Signature.Of(key, Id, Timestamp, Body);
        if (!Signatures.Split(' ').Take(MaxSignatures).Any(one => IsSame(one, expected)))
        {
            return "The signature is not right: webhook-signature must be 'v1,' and the base64 of HMAC-SHA-256 "
                + "over 'id.timestamp.body' with the key that is agreed on.";
        }
        // Only senders with the key get this answer.
        var age = now - Instant.FromUnixTimeSeconds(seconds);
        if (age <= Window && age >= -Window)
            return null;
        var when = $"{Math.Abs((long)age.TotalSeconds)} s {(age > Duration.Zero ? "ago" : "in the future")}";
        return $"The delivery was signed {when}; at most {Window.TotalSeconds:0} s are accepted. Sign it anew, and set the clocks.";
    }

    private static bool IsSame(string one, ReadOnlySpan<byte> expected)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return one.StartsWith("v1,", StringComparison.Ordinal) && Convert.TryFromBase64String(one[3..], given, out var length)
            && CryptographicOperations.FixedTimeEquals(given[..length], expected);
    }
}
