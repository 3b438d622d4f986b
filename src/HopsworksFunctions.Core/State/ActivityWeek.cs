using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>A cluster's activity in one week from Monday 00:00 UTC, unknown before the first change.</summary>
/// <param name="Changes">See <see cref="ActivityText"/>.</param>
internal sealed record ActivityWeek(string Changes)
{
    /// <summary>How many changes a week keeps; after the last, its activity is unknown. Five minutes apart, there are 2,016.</summary>
    public const int MaxChanges = 5000;

    /// <summary>How many facts a week keeps; the last ones, because a document has a bound.</summary>
    public const int MaxFacts = 100;

    public static readonly ActivityWeek Empty = new("");

    /// <summary>What the cluster was, oldest first; null if nothing is kept.</summary>
    public IReadOnlyList<DatedFacts>? Facts { get; init; }

    /// <summary>The Monday of the week that an instant is in.</summary>
    public static LocalDate Of(Instant instant) => MondayOf(instant.InUtc().Date);

    /// <summary>The Monday of a date's week.</summary>
    public static LocalDate MondayOf(LocalDate date) => DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)(date);

    public ActivityWeek With(Instant at, Activity activity)
    {
        var last = ActivityText.Last(Changes);
        var minute = ActivityText.MinuteOf(at, UtcDay.StartOf(Of(at)));
        // A run that died before it stored its record finds the same changes again.
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
        // A run that died before it stored its record finds the same facts again, a little later.
        Facts = [.. (Facts ?? []).Where(known => known.At < facts.At).TakeLast(MaxFacts - 1), facts],
    };

    /// <exception cref="FormatException">The text is not one that this type writes.</exception>
    public IEnumerable<ObservedActivity> From(LocalDate monday) => ActivityText.Parse(Changes, UtcDay.StartOf(monday));
}
