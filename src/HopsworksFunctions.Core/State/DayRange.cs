using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.State;

/// <summary>The UTC days that are closed, which follow each other without a gap.</summary>
/// <param name="First">For example <c>2026-06-01</c>.</param>
/// <param name="Last">Inclusive.</param>
/// <param name="IsFirst">Whether the log has nothing from before them.</param>
internal sealed record DayRange(string First, string Last, bool IsFirst)
{
    [JsonIgnore]
    public LocalDate From => LocalDatePattern.Iso.Parse(First).Value;

    [JsonIgnore]
    public LocalDate Until => LocalDatePattern.Iso.Parse(Last).Value;

    [JsonIgnore]
    public Instant Start => StartOf(From);

    /// <summary>Exclusive.</summary>
    [JsonIgnore]
    public Instant End => StartOf(Until.PlusDays(1));

    public static Instant StartOf(LocalDate day) => day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    public static string NameOf(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
