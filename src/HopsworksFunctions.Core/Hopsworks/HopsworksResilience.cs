using System.Net;
using HopsworksFunctions.Core.Http;
using NodaTime;
using NodaTime.Extensions;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>Timeouts and retries. Only reads are retried, because a failed action may have been carried out.</summary>
internal static class HopsworksResilience
{
    /// <summary>The longest wait that an answer may request. With a longer one the read fails, and the next run retries it.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(30);

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
                    args.Outcome.Result is { } response ? RetryAfter.Of(response, time.GetCurrentInstant())?.ToTimeSpan() : null),
            })
            .AddTimeout(options.Timeout);
    }

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome, TimeProvider time) => outcome switch
    {
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } } => false,
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result: { StatusCode: var status } response }
            when status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
            (RetryAfter.Of(response, time.GetCurrentInstant()) ?? Duration.Zero).ToTimeSpan() <= MaxRetryAfter,
        _ => false,
    };
}
