using System.Globalization;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>A zone's offsets from UTC, in numbers and in words.</summary>
internal static class ZoneOffsets
{
    private static readonly Instant Winter = Instant.FromUtc(2026, 1, 15, 0, 0);
    private static readonly Instant Summer = Instant.FromUtc(2026, 7, 15, 0, 0);

    public static (Offset January, Offset July) OfYear(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        return (zone.GetUtcOffset(Winter), zone.GetUtcOffset(Summer));
    }

    /// <summary>Returns the true offset of an id with POSIX's sign, such as <c>Etc/GMT+5</c>: <c>UTC-5</c>. Null for others.</summary>
    public static string? OfReversedSign(string id) =>
        id.StartsWith("Etc/GMT", StringComparison.Ordinal) && OfYear(id).January is { Seconds: not 0 } offset ? Text(offset) : null;

    /// <summary>Writes <c>UTC-5</c>; only for whole hours.</summary>
    public static string Text(Offset offset) => string.Create(CultureInfo.InvariantCulture, $"UTC{offset.Seconds / 3600:+0;-0}");
}
