namespace HopsworksEmulator.Faults;

/// <summary>A call that was received.</summary>
/// <param name="Cluster">The id in its path; null where there is none.</param>
/// <param name="Outcome">The HTTP status, or the name of the fault that left none; then the message, if any.</param>
/// <param name="Done">Whether it got as far as the control plane and was accepted there.</param>
public sealed record Call(DateTimeOffset At, Operation Operation, string? Cluster, string Outcome, bool Done);

/// <summary>Every call received, in order. Thread-safe.</summary>
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

    /// <summary>The calls of one operation; of one cluster, where given.</summary>
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
