namespace HopsworksFunctions.Cli.LocalHost;

/// <summary><c>extensions.queues</c> of <c>host.json</c>, with the Functions host's defaults.</summary>
internal sealed record QueueOptions
{
    /// <summary>How many messages are asked for at once.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>More messages are asked for when at most so many run; null for half a batch for each processor.</summary>
    public int? NewBatchThreshold { get; init; }

    /// <summary>How often a message may fail before it is moved to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>The longest wait between two looks at an empty queue.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message that failed stays hidden.</summary>
    public TimeSpan VisibilityTimeout { get; init; }

    public int Threshold => NewBatchThreshold ?? BatchSize / 2 * Environment.ProcessorCount;

    /// <summary>Why the Functions host would refuse these; null if it takes them.</summary>
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
