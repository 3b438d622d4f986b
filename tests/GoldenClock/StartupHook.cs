using System.Globalization;
using System.Runtime.CompilerServices;

/// <summary>
/// Lets the clock of a process stand still at the instant that <c>GOLDEN_NOW</c> names. Whatever asks the time asks
/// <see cref="TimeProvider.System"/>, itself or injected, so nothing of the program has to know. Timers and time-outs go on.
/// </summary>
internal static class StartupHook
{
    /// <summary>What the runtime calls before <c>Main</c>.</summary>
    public static void Initialize()
    {
        var now = Environment.GetEnvironmentVariable("GOLDEN_NOW")!;
        SystemOf(null) = new StandingClock(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "<System>k__BackingField")]
    private static extern ref TimeProvider SystemOf(TimeProvider? type);

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
