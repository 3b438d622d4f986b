using System.Net;
using HopsworksFunctions.Core.Hopsworks;
using NodaTime;
using NodaTime.Extensions;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace HopsworksFunctions.Core.Http;

/// <summary>How long a call waits, and when it is sent again: reads only, since an action that failed may have been carried out.</summary>
internal static class Waits
{
    /// <summary>A read that is asked to wait for longer fails instead; the next run is its retry.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(30);

    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, HopsworksOptions options, TimeProvider time)
    {
        pipeline.TimeProvider = time;
        pipeline
            .AddTimeout(options.TotalTimeout)
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => new(
                    args.Context.GetRequestMessage()?.Method == HttpMethod.Get && IsTransient(args.Outcome, time)),
                DelayGenerator = args => new(
                    args.Outcome.Result is { } response ? RetryAfter(response, time.GetUtcNow().ToInstant())?.ToTimeSpan() : null),
            })
            .AddTimeout(options.Timeout);
    }

    /// <summary>What <c>Retry-After</c> asks for, in seconds or as a date; null when it is absent or past.</summary>
    public static Duration? RetryAfter(HttpResponseMessage response, Instant now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Duration.FromTimeSpan(delta),
        { Date: { } date } when date.ToInstant() > now => date.ToInstant() - now,
        _ => null,
    };

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome, TimeProvider time) => outcome switch
    {
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } } => false,
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result: { StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } response } =>
            (RetryAfter(response, time.GetUtcNow().ToInstant()) ?? Duration.Zero).ToTimeSpan() <= LongestRetryAfter,
        _ => false,
    };
}
