namespace FunctionsFixture;

/// <summary>Queue functions. A test writes the names of their queues into functions.metadata.</summary>
public static class QueueFunctions
{
    private const string Queue = "fixture";

    [Function("Take")]
    public static void Take(
        [QueueTrigger(Queue, Connection = "Messages")] string message, long dequeueCount, string id, DateTimeOffset insertionTime) =>
        Journal.Write($"Take {message} {dequeueCount} {id} {insertionTime:O}");

    [Function("Reject")]
    public static void Reject([QueueTrigger(Queue, Connection = "Messages")] string message, long dequeueCount)
    {
        Journal.Write($"Reject {message} {dequeueCount}");
        throw new InvalidOperationException("It is called Reject.");
    }

    /// <summary>Runs until it is released or cancelled.</summary>
    [Function("Linger")]
    public static Task LingerAsync(
        [QueueTrigger(Queue, Connection = "Messages")] string message, CancellationToken cancellationToken) =>
        Release.WaitAsync("Linger", cancellationToken);
}
