using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

/// <summary>
/// Lets the clock of a process stand still at the instant that <c>GOLDEN_NOW</c> names. Whatever asks the time asks <see cref="TimeProvider.System"/>,
/// itself or injected, so nothing of the program has to know. Timers and time-outs go on.
/// </summary>
internal static class StartupHook
{
    /// <summary>What the runtime calls before <c>Main</c>.</summary>
    public static void Initialize()
    {
        var now = DateTimeOffset.Parse(Environment.GetEnvironmentVariable("GOLDEN_NOW")!, CultureInfo.InvariantCulture);
        var field = typeof(TimeProvider).GetField("<System>k__BackingField", BindingFlags.Static | BindingFlags.NonPublic)!;
        // Reflection itself refuses to set a read-only field.
        var set = new DynamicMethod("SetSystem", null, [typeof(TimeProvider)], typeof(TimeProvider).Module, skipVisibility: true);
        var code = set.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Stsfld, field);
        code.Emit(OpCodes.Ret);
        set.CreateDelegate<Action<TimeProvider>>()(new StandingClock(now));
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
