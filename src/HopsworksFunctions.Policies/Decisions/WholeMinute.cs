using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The start of an instant's minute. Waits count from it, because each run starts a little later than planned.</summary>
internal static class WholeMinute
{
    public static Instant Of(Instant instant) => Instant.FromUnixTimeSeconds(instant.ToUnixTimeSeconds() / 60 * 60);
}
