using HopsworksEmulator.Faults;

namespace HopsworksFunctions.Tests.Faults;

/// <summary>An operation with a fault, for one call or for half an hour.</summary>
internal sealed record FaultCase(Operation Operation, string Name, Fault Fault, bool Once)
{
    /// <summary>A delay longer than any time-out.</summary>
    public static readonly TimeSpan NoAnswer = TimeSpan.FromSeconds(601);

    /// <summary>A delay longer than the time-out of one call.</summary>
    public static readonly TimeSpan SlowBody = TimeSpan.FromSeconds(47);

    public static readonly Operation[] Operations =
        [Operation.List, Operation.Get, Operation.Stop, Operation.Start, Operation.AddWorkers, Operation.Probe, Operation.Projects,
            Operation.Deployments, Operation.Jobs];

    private static readonly Dictionary<string, Fault> Faults = new()
    {
        ["time-out"] = Fault.Delay(NoAnswer),
        ["429 with Retry-After 7 s"] = Fault.Gateway(429) with { RetryAfter = TimeSpan.FromSeconds(7) },
        ["429 with Retry-After 2 min"] = Fault.Gateway(429) with { RetryAfter = TimeSpan.FromMinutes(2) },
        ["500"] = Fault.Gateway(500),
        ["504 after effect"] = Fault.Gateway(504) with { AfterEffect = true },
        ["403"] = Fault.Gateway(403),
        ["404 in a 200"] = Fault.Envelope(404, "not found") with { Status = 200 },
        ["malformed"] = new(FaultKind.Malformed),
        ["empty"] = new(FaultKind.Empty),
        ["closed"] = new(FaultKind.Closed),
        ["closed after effect"] = new(FaultKind.Closed) { AfterEffect = true },
        ["closed midway"] = new(FaultKind.ClosedMidBody),
        ["slow body"] = new(FaultKind.SlowBody) { Latency = SlowBody },
    };

    // A cluster's own API has no envelopes, and takes no actions.
    public static IEnumerable<FaultCase> Of(Operation operation) =>
        from fault in Faults
        where operation < Operation.Probe || fault.Value is { Kind: not FaultKind.Envelope, AfterEffect: false }
        from once in new[] { true, false }
        where operation <= Operation.Probe || !once
        select new FaultCase(operation, fault.Key, fault.Value with { Operation = operation, Times = once ? 1 : null }, once);

    public override string ToString() => $"{Operation}, {Name}, {(Once ? "once" : "for half an hour")}";
}
