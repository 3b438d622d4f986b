using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HopsworksEmulator.Faults;

/// <summary>The planned faults. The latest one that affects a call applies. Thread-safe.</summary>
/// <param name="account">The account's name. The plans of different accounts draw different calls for a fault with a share.</param>
public sealed class FaultPlan(string account = "")
{
    private readonly Lock gate = new();
    private readonly List<Fault> faults = [];
    private readonly Dictionary<(Operation, string?), int> taken = [];

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

    /// <summary>Returns whether a fault affects a call from now on.</summary>
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
            var nth = taken[(operation, cluster)] = taken.GetValueOrDefault((operation, cluster)) + 1;
            var index = faults.FindLastIndex(fault => fault.Affects(operation, cluster, now)
                && (fault.Share >= 1 || Draw($"{account}/{fault.Seed}/{operation}/{cluster}/{nth}") < fault.Share));
            if (index < 0)
                return null;
            var fault = faults[index];
            faults[index] = fault with { Times = fault.Times - 1 };
            return fault;
        }
    }

    // The result is from 0 to 1, and does not depend on the order of concurrent calls of other clusters.
    private static double Draw(string call) =>
        BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(call))) / (uint.MaxValue + 1.0);
}
