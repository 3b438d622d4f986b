namespace HopsworksEmulator.Faults;

/// <summary>The faults to come, of which the latest that affects a call applies. Thread-safe.</summary>
public sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly List<Fault> faults = [];

    public void Add(Fault fault)
    {
        lock (gate)
            faults.Add(fault);
    }

    public void Clear()
    {
        lock (gate)
            faults.Clear();
    }

    /// <summary>Whether a fault affects a call from now on.</summary>
    public bool Affects(Operation operation, string? cluster, DateTimeOffset now)
    {
        lock (gate)
            return faults.Exists(fault => fault.Times is not <= 0 && fault.Affects(operation, cluster, now));
    }

    /// <summary>Takes the fault that affects a call, if any, and counts it.</summary>
    public Fault? Take(Operation operation, string? cluster, DateTimeOffset now)
    {
        lock (gate)
        {
            if (faults.Count == 0)
                return null;
            faults.RemoveAll(fault => now >= fault.Until || fault.Times <= 0);
            var index = faults.FindLastIndex(fault => fault.Affects(operation, cluster, now));
            if (index < 0)
                return null;
            var taken = faults[index];
            faults[index] = taken with { Times = taken.Times - 1 };
            return taken;
        }
    }
}
