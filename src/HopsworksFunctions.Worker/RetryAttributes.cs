namespace Microsoft.Azure.Functions.Worker;

/// <summary>The host runs a failed invocation again after a fixed delay.</summary>
/// <param name="maxRetryCount">-1 means without end.</param>
/// <param name="delayInterval">Written as <c>hh:mm:ss</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FixedDelayRetryAttribute(int maxRetryCount, string delayInterval) : Attribute
{
    public int MaxRetryCount { get; } = maxRetryCount;

    public string DelayInterval { get; } = delayInterval;
}

/// <summary>The host runs a failed invocation again after delays that grow.</summary>
/// <param name="maxRetryCount">-1 means without end.</param>
/// <param name="minimumInterval">Written as <c>hh:mm:ss</c>.</param>
/// <param name="maximumInterval">Written as <c>hh:mm:ss</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval) : Attribute
{
    public int MaxRetryCount { get; } = maxRetryCount;

    public string MinimumInterval { get; } = minimumInterval;

    public string MaximumInterval { get; } = maximumInterval;
}
