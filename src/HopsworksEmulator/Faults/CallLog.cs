namespace HopsworksEmulator.Faults;

/// <summary>A received call.</summary>
/// <param name="Cluster">The ID in its path, if any.</param>
/// <param name="Outcome">The HTTP status, or the fault that left none, and the message.</param>
/// <param name="Done">Whether the control plane accepted it.</param>
public sealed record Call(DateTimeOffset At, Operation Operation, string? Cluster, string Outcome, bool Done);

/// <summary>All received calls in order. Thread-safe.</summary>
public sealed class CallLog
{
    private readonly Lock gate = new();
    private readonly List<Call> calls = [];

    public IReadOnlyList<Call> All
    {
        get
        {
            lock (gate)
                return [.. calls];
        }
    }

    /// <summary>The calls of an operation, and of a cluster if one is given.</summary>
    public IReadOnlyList<Call> Of(Operation operation, string? cluster = null) =>
        [.. All.Where(call => call.Operation == operation && (cluster ?? call.Cluster) == call.Cluster)];

    public void Clear()
    {
        lock (gate)
            calls.Clear();
    }

    internal void Add(Call call)
    {
        lock (gate)
            calls.Add(call);
    }
}
