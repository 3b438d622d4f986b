using System.Text;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>Signing keys as https://www.standardwebhooks.com writes them.</summary>
internal static class WebhookKey
{
    private const string Prefix = "whsec_";
    private const int Shortest = 24;

    /// <summary>Base64 after <c>whsec_</c>, otherwise the text itself; null when it is too short to be a key.</summary>
    public static byte[]? Of(string secret)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        if (secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            key = new byte[secret.Length];
            key = Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) ? key[..length] : [];
        }
        return key.Length < Shortest ? null : key;
    }
}
