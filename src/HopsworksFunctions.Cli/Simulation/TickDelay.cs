using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

internal static class TickDelay
{
    /// <summary>
    /// Returns a tick's delay: a pseudo-random time up to the latest, which is the same in each simulation of the scenario.
    /// </summary>
    public static Duration Of(Instant tick, Scenario scenario, Duration latest)
    {
        // The finalizer of SplitMix64, which spreads neighbouring numbers.
        var hash = (ulong)((tick - scenario.Start) / scenario.Tick) + 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return Duration.FromNanoseconds((long)((hash ^ (hash >> 31)) % (ulong)(latest.ToInt64Nanoseconds() + 1)));
    }
}
