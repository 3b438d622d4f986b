using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>Days in UTC, as the audit log and the reports count them.</summary>
internal static class UtcDay
{
    public static Instant StartOf(LocalDate day) => day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
}
