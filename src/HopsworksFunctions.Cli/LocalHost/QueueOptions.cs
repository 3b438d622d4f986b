namespace HopsworksFunctions.Cli.LocalHost;

/// <summary><c>extensions.queues</c> of <c>host.json</c>, with the Functions host's defaults.</summary>
internal sealed record QueueOptions
{
    /// <summary>The number of messages per request.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The highest number of running messages at which the host requests more; null for half a batch per processor.</summary>
    public int? NewBatchThreshold { get; init; }

    /// <summary>The number of failures after which a message is moved to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>The longest wait between two polls of an empty queue.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The time that a failed message stays hidden.</summary>
    public TimeSpan VisibilityTimeout { get; init; }

    public int Threshold => NewBatchThreshold ?? BatchSize / 2 * Environment.ProcessorCount;

    /// <summary>Returns why the Functions host would reject these options; null if it accepts them.</summary>
    public string? Problem() => this switch
    {
        { BatchSize: < 1 or > 32 } => $"batchSize {BatchSize} must be from 1 to 32",
        { NewBatchThreshold: < 0 } => $"newBatchThreshold {NewBatchThreshold} must be at least 0",
        { MaxDequeueCount: < 1 } => $"maxDequeueCount {MaxDequeueCount} must be at least 1",
        _ when MaxPollingInterval < QueueLoop.ShortestWait => $"maxPollingInterval {MaxPollingInterval} must be at least 100 ms",
        _ when VisibilityTimeout < TimeSpan.Zero => $"visibilityTimeout {VisibilityTimeout} must not be negative",
        _ => null,
    };
}
