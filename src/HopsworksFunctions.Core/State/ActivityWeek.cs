using System.Globalization;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>A cluster's activity in one week from Monday 00:00 UTC, unknown before the first change.</summary>
/// <param name="Changes">
/// Such as <c>0b 35q 540u</c>: minutes since the week's start, oldest first, each with the first letter of the activity from then on.
/// </param>
internal sealed record ActivityWeek(string Changes)
{
    /// <summary>How many changes a week keeps; after the last, its activity is unknown. Five minutes apart, there are 2,016.</summary>
    public const int MaxChanges = 5000;

    public static readonly ActivityWeek Empty = new("");

    /// <summary>The Monday of the week that an instant is in.</summary>
    public static LocalDate Of(Instant instant) => MondayOf(instant.InUtc().Date);

    /// <summary>The Monday of a date's week.</summary>
    public static LocalDate MondayOf(LocalDate date) => DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)(date);

    public ActivityWeek With(Instant at, Activity activity)
    {
        var last = Changes.Length == 0 ? null : Changes[(Changes.LastIndexOf(' ') + 1)..];
        var letter = Letter(activity);
        var minute = (long)(at - UtcDay.StartOf(Of(at))).TotalMinutes;
        // A run that died before it stored its record finds the same changes again.
        if (last is not null && (last[^1] == letter || minute < MinuteOf(last)))
            return this;
        var count = last is null ? 0 : Changes.AsSpan().Count(' ') + 1;
        if (count == MaxChanges)
            return this;
        if (count == MaxChanges - 1)
            letter = Letter(Activity.Unknown);
        return new($"{Changes}{(last is null ? "" : " ")}{minute.ToString(CultureInfo.InvariantCulture)}{letter}");
    }

    /// <exception cref="FormatException">The text is not one that this type writes.</exception>
    public IEnumerable<ObservedActivity> From(LocalDate monday) =>
        Changes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(change => new ObservedActivity(
            change[^1] switch { 'b' => Activity.Busy, 'q' => Activity.Quiet, _ => Activity.Unknown },
            UtcDay.StartOf(monday) + Duration.FromMinutes(MinuteOf(change))));

    private static long MinuteOf(string change) => long.Parse(change.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture);

    private static char Letter(Activity activity) => activity switch
    {
        Activity.Busy => 'b',
        Activity.Quiet => 'q',
        Activity.Unknown => 'u',
    };
}
