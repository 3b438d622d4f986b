using Cronos;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The timer's next run, computed from the setting that the host uses.</summary>
public static class TimerSchedule
{
    public const string Setting = "ReconcileSchedule";

    /// <param name="schedule">An NCRONTAB schedule in UTC: six fields, or five without seconds.</param>
    /// <returns>The next run; null if the setting is missing or invalid.</returns>
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
