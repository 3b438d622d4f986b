using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Http;

/// <summary>The header <c>Retry-After</c> (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>Returns the wait that an answer requests, in seconds or as a date; null if it is absent or past.</summary>
    public static Duration? Of(HttpResponseMessage response, Instant now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Duration.FromTimeSpan(delta),
        { Date: { } date } when date.ToInstant() > now => date.ToInstant() - now,
        _ => null,
    };
}
