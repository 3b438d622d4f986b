using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The minute that an instant is in: waits count from it, since ticks are never exact and come a little later each time.</summary>
internal static class WholeMinute
{
    public static Instant Of(Instant instant) => Instant.FromUnixTimeSeconds(instant.ToUnixTimeSeconds() / 60 * 60);
}
