using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>A cluster's activity in one week from Monday 00:00 UTC, unknown before the first change.</summary>
/// <param name="Changes">See <see cref="ActivityText"/>.</param>
internal sealed record ActivityWeek(string Changes)
{
    /// <summary>
    /// The number of changes that a week keeps. After the last one, the activity is unknown. A change every five minutes makes 2,016.
    /// </summary>
    public const int MaxChanges = 5000;

    /// <summary>The number of facts that a week keeps: the newest, because the size of a document is limited.</summary>
    public const int MaxFacts = 100;

    public static readonly ActivityWeek Empty = new("");

    /// <summary>The cluster's facts, oldest first; null if none are kept.</summary>
    public IReadOnlyList<DatedFacts>? Facts { get; init; }

    /// <summary>Returns the Monday of the week that contains an instant.</summary>
    public static LocalDate Of(Instant instant) => MondayOf(instant.InUtc().Date);

    /// <summary>Returns the Monday of a date's week.</summary>
    public static LocalDate MondayOf(LocalDate date) => DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)(date);

    public ActivityWeek With(Instant at, Activity activity)
    {
        var last = ActivityText.Last(Changes);
        var minute = ActivityText.MinuteOf(at, UtcDay.StartOf(Of(at)));
        // If a run dies before it stores its record, the next run finds the same changes again.
        if (last?.Letter == ActivityText.Letter(activity) || minute < last?.Minute)
            return this;
        var count = last is null ? 0 : Changes.AsSpan().Count(' ') + 1;
        if (count == MaxChanges)
            return this;
        if (count == MaxChanges - 1)
            activity = Activity.Unknown;
        return this with { Changes = ActivityText.Append(Changes, minute, activity) };
    }

    public ActivityWeek With(DatedFacts facts) => this with
    {
        // If a run dies before it stores its record, the next run finds the same facts again, a little later.
        Facts = [.. (Facts ?? []).Where(known => known.At < facts.At).TakeLast(MaxFacts - 1), facts],
    };

    /// <exception cref="FormatException">The text was not written by <see cref="ActivityText"/>.</exception>
    public IEnumerable<ObservedActivity> From(LocalDate monday) => ActivityText.Parse(Changes, UtcDay.StartOf(monday));
}
