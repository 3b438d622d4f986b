using System.Security.Cryptography;
using System.Text;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>
/// The signature of sent and received requests, which proves sender, integrity and age: HMAC-SHA-256 over ID, time and body, as defined by
/// https://www.standardwebhooks.com.
/// </summary>
internal static class Signature
{
    private const string Prefix = "whsec_";
    private const int ShortestKey = 24;

    /// <summary>
    /// Returns the signing key in a secret: base64 after <c>whsec_</c>, otherwise the text itself; null if it is too short.
    /// </summary>
    public static byte[]? KeyOf(string secret)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        if (secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            key = new byte[secret.Length];
            key = Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) ? key[..length] : [];
        }
        return key.Length < ShortestKey ? null : key;
    }

    /// <param name="timestamp">The time in seconds since 1970, as in the header.</param>
    public static byte[] Of(ReadOnlySpan<byte> key, string id, string timestamp, byte[] body) =>
        HMACSHA256.HashData(key, [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]);

    public static void Sign(HttpRequestMessage request, Payload payload, ReadOnlySpan<byte> key, DateTimeOffset now)
    {
        var (id, timestamp) = (payload.Id, $"{now.ToUnixTimeSeconds()}");
        var signature = Of(key, id, timestamp, payload.Body);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(signature)}");
    }
}
