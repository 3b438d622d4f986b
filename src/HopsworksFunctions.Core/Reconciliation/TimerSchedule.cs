using Cronos;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>When the timer starts its next run, from the setting that says so to the host.</summary>
internal static class TimerSchedule
{
    public const string Setting = "ReconcileSchedule";

    /// <param name="schedule">NCRONTAB in UTC, of six fields, or five without the seconds.</param>
    /// <returns>Null where the setting is missing or the host would not take it.</returns>
    public static Instant? NextAfter(Instant now, string? schedule)
    {
        if (schedule?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { Length: 5 or 6 } fields)
            return null;
        var format = fields.Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard;
        return CronExpression.TryParse(schedule, format, out var expression)
            ? expression.GetNextOccurrence(now.ToDateTimeUtc())?.ToInstant()
            : null;
    }
}
