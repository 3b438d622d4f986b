using System.Globalization;
using System.Runtime.CompilerServices;
using ProcessClock;

/// <summary>
/// Gives a process a clock that stands still at <c>GOLDEN_NOW</c>, or one that the file <c>CLOCK_FILE</c> sets. The program needs no
/// change, because it asks <see cref="TimeProvider.System"/> for the time, directly or injected. Timers and time-outs still run in real
/// time.
/// </summary>
internal static class StartupHook
{
    /// <summary>The entry point that the runtime calls before <c>Main</c>.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("CLOCK_FILE") is { } file)
            SystemOf(null) = new SettableClock(file);
        else if (Environment.GetEnvironmentVariable("GOLDEN_NOW") is { } now)
            SystemOf(null) = new StandingClock(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "<System>k__BackingField")]
    private static extern ref TimeProvider SystemOf(TimeProvider? type);

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
