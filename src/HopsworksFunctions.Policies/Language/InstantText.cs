using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Parses instants that people and programs write, in UTC or with an offset.</summary>
public static class InstantText
{
    /// <summary>Examples, for messages.</summary>
    public const string Examples = "2026-06-01T20:00:00Z or 2026-06-01T22:00:00+02:00";

    private static readonly Instant Earliest = Instant.FromUtc(1, 1, 1, 0, 0);

    /// <summary>Returns null if the text is not an instant, or is one beyond the calendar.</summary>
    /// <param name="text">The instant. A blank counts as a plus sign, because an unescaped plus sign in an address becomes a blank.</param>
    public static Instant? Parse(string text)
    {
        if (OffsetDateTimePattern.ExtendedIso.Parse(text.Replace(' ', '+')) is not { Success: true, Value: { Year: >= 1 } parsed })
            return null;
        // The offset may take the instant out of the calendar's range.
        var (local, offset) = (parsed.LocalDateTime.InUtc().ToInstant(), Duration.FromTimeSpan(parsed.Offset.ToTimeSpan()));
        return local - Earliest < offset || Instant.MaxValue - local < -offset ? null : local - offset;
    }

    /// <summary>Parses like <see cref="Parse"/>, or a day such as <c>2026-06-01</c>, which means its first instant in UTC.</summary>
    public static Instant? ParseOrDay(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1 } day }
            ? day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()
            : Parse(text);
}
