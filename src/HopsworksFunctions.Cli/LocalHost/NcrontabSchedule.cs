using System.Text.RegularExpressions;
using Cronos;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>An NCRONTAB schedule in UTC: six fields, or five without the seconds.</summary>
internal sealed partial class NcrontabSchedule
{
    private readonly CronExpression _expression;

    private NcrontabSchedule(string text, CronExpression expression) => (Text, _expression) = (text, expression);

    public string Text { get; }

    /// <summary>Parses the schedule of a function and resolves <c>%SETTING%</c>.</summary>
    /// <exception cref="CliException">The setting is missing, or the expression is not NCRONTAB.</exception>
    public static NcrontabSchedule Parse(string function, string schedule, Func<string, string?> setting)
    {
        var text = Setting().Replace(schedule, match => setting(match.Groups[1].Value)
            ?? throw new CliException(
                $"Function {function}: the setting '{match.Groups[1].Value}' of its schedule {schedule} is missing; "
                + "set it in local.settings.json or the environment."));
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // Cronos also knows L, W, #, ? and @macros, which the Functions host rejects.
        if (fields.Length is 5 or 6 && fields.All(field => field.Split(',').All(part => Part().IsMatch(part))) &&
            CronExpression.TryParse(text, fields.Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard, out var expression))
            return new(text, expression);
        throw new CliException($"Function {function}: '{text}' is not an NCRONTAB expression such as '0 */5 * * * *'.");
    }

    /// <summary>Returns the first occurrence after the instant.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset instant) =>
        _expression.GetNextOccurrence(instant, TimeZoneInfo.Utc) ?? DateTimeOffset.MaxValue;

    /// <summary>Returns whether any next occurrences are less than a minute apart. The host then stores no status.</summary>
    public bool IsUnderAMinute(DateTimeOffset now)
    {
        var occurrences = _expression.GetOccurrences(now, now + TimeSpan.FromMinutes(5), TimeZoneInfo.Utc).Take(10).ToList();
        return occurrences.Zip(occurrences.Skip(1), (a, b) => b - a).Any(gap => gap < TimeSpan.FromMinutes(1));
    }

    /// <summary>Returns whether the next two occurrences are at most an hour apart.</summary>
    public bool IsAtLeastHourly(DateTimeOffset now) => NextAfter(now) is var next && NextAfter(next) - next <= TimeSpan.FromHours(1);

    public override string ToString() => Text;

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^(\*|(\d+|[a-z]{3,})(-(\d+|[a-z]{3,}))?)(/\d+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Part();
}
