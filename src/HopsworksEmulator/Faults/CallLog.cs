namespace HopsworksEmulator.Faults;

/// <summary>A received call.</summary>
/// <param name="Cluster">The ID in the path; null for none.</param>
/// <param name="Outcome">The HTTP status, or the fault that prevented one, and the message.</param>
/// <param name="Done">Whether the control plane accepted the call.</param>
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

    /// <summary>Returns the calls of an operation, of one cluster or of all.</summary>
    public IReadOnlyList<Call> Of(Operation operation, string? cluster = null) =>
        [.. All.Where(call => call.Operation == operation && (cluster ?? call.Cluster) == call.Cluster)];

    /// <summary>
    /// Returns the stops, starts and additions of workers that were sent although the control plane had accepted the same action, and no
    /// other action of the cluster since. The log does not contain manual actions on the control plane itself.
    /// </summary>
    public IReadOnlyList<Call> Repeated()
    {
        var (repeated, last) = (new List<Call>(), new Dictionary<string, Operation>());
        foreach (var call in All.Where(call => call.Operation is Operation.Stop or Operation.Start or Operation.AddWorkers))
        {
            if (last.TryGetValue(call.Cluster!, out var accepted) && accepted == call.Operation)
                repeated.Add(call);
            if (call.Done)
                last[call.Cluster!] = call.Operation;
        }
        return repeated;
    }

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
