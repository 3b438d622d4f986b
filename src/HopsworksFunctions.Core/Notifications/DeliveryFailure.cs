using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>The explanation of HTTP answers other than success.</summary>
internal static partial class DeliveryFailure
{
    private const int MaxBody = 2048;

    public static Delivery Read(int status, string? word, Duration? retryAfter)
    {
        var said = word is null ? $"HTTP {status}" : $"HTTP {status}: {word}";
        return status switch
        {
            >= 300 and < 400 =>
                new(DeliveryResult.Refused, $"it redirects ({said}), and the app follows no redirects; store the new address"),
            408 or 425 or 429 => new(DeliveryResult.Unavailable, $"it is rate limiting ({said})", retryAfter),
            >= 500 => new(DeliveryResult.Unavailable, $"it has an error ({said})", retryAfter),
            413 or 422 => new(DeliveryResult.Unacceptable, $"it rejected this message ({said})"),
            401 or 403 or 404 or 410 =>
                new(DeliveryResult.Refused, $"its address is no longer valid ({said}); create a new webhook and store its address"),
            _ => new(DeliveryResult.Refused, $"it rejects messages ({said})"),
        };
    }

    /// <summary>
    /// Reads the error word of Slack and Teams, such as <c>channel_is_archived</c>, bare or as the <c>code</c> of an object.
    /// Never repeats the rest of the body, nor any part of the address.
    /// </summary>
    public static async Task<string?> WordAsync(HttpResponseMessage response, string address, CancellationToken cancellationToken)
    {
        var start = new byte[MaxBody];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        var match = Code().Match(Encoding.UTF8.GetString(start, 0, length));
        var word = match.Success ? match.Groups[1].Value + match.Groups[2].Value : null;
        return word is null || address.Contains(word, StringComparison.OrdinalIgnoreCase) ? null : word;
    }

    [GeneratedRegex(@"^\s*([A-Za-z_]{3,60})\s*\z|""code""\s*:\s*""([A-Za-z_]{3,60})""")]
    private static partial Regex Code();
}
