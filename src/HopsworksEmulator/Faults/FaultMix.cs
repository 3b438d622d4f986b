namespace HopsworksEmulator.Faults;

/// <summary>The everyday faults of a service: latency on each call, and failures of a share of the calls.</summary>
public static class FaultMix
{
    /// <summary>Creates errors before and after the effect, and connections closed before and after it, in equal parts.</summary>
    /// <param name="share">The share of calls that fail, from 0 to 1.</param>
    public static IReadOnlyList<Fault> Create(TimeSpan latency, double share, int seed = 0)
    {
        Fault[] failures =
        [
            Fault.Gateway(500), Fault.Gateway(504) with { AfterEffect = true },
            new(FaultKind.Closed), new(FaultKind.Closed) { AfterEffect = true },
        ];
        return
        [
            Fault.Delay(latency),
            .. failures.Select((fault, index) => fault with
            {
                Latency = latency, Share = share / failures.Length, Seed = failures.Length * seed + index,
            }),
        ];
    }
}
