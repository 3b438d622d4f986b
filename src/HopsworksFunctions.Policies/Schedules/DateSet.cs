using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>A set of local dates, such as weekdays, the last Friday of a month, or a calendar.</summary>
internal abstract record DateSet
{
    public static readonly DateSet None = new AnyOf([]);

    public abstract bool Contains(LocalDate date);

    /// <summary>Returns the set as a schedule in a zone sees it.</summary>
    public virtual DateSet In(DateTimeZone zone) => this;

    /// <summary>Returns the set as known on a date, because the answer for a date must not change once the date has begun.</summary>
    public virtual DateSet AsOf(LocalDate date) => this;

    /// <summary>Days of the week, one bit each, Monday lowest.</summary>
    public sealed record Weekdays(int Days) : DateSet
    {
        public override bool Contains(LocalDate date) => (Days >> ((int)date.DayOfWeek - 1) & 1) != 0;
    }

    /// <summary>The nth occurrence of a weekday in each month that has one.</summary>
    public sealed record NthWeekday(int N, IsoDayOfWeek Day) : DateSet
    {
        public override bool Contains(LocalDate date) => date.DayOfWeek == Day && (date.Day - 1) / 7 + 1 == N;
    }

    public sealed record LastWeekday(IsoDayOfWeek Day) : DateSet
    {
        public override bool Contains(LocalDate date) => date.DayOfWeek == Day && date.Day + 7 > DaysInMonth(date);
    }

    /// <summary>Days of the month, inclusive; months without them are skipped.</summary>
    public sealed record MonthDays(int From, int To) : DateSet
    {
        public override bool Contains(LocalDate date) => date.Day >= From && date.Day <= To;
    }

    public sealed record LastDay : DateSet
    {
        public override bool Contains(LocalDate date) => date.Day == DaysInMonth(date);
    }

    /// <summary>The nth workday of each month that has one: Monday to Friday and not excluded.</summary>
    public sealed record NthWorkday(int N, DateSet Except) : DateSet
    {
        public override bool Contains(LocalDate date)
        {
            // The cheap test comes first: the nth workday is no earlier than day n.
            if (date.Day < N || !IsWorkday(date, Except))
                return false;
            var (count, except) = (1, Except.AsOf(date));
            for (var day = 1; day < date.Day && count <= N; day++)
                count += IsWorkday(date.PlusDays(day - date.Day), except) ? 1 : 0;
            return count == N;
        }
    }

    /// <summary>The last <paramref name="Count"/> workdays of each month.</summary>
    public sealed record LastWorkdays(int Count, DateSet Except) : DateSet
    {
        public override bool Contains(LocalDate date)
        {
            if (!IsWorkday(date, Except))
                return false;
            var (after, except) = (0, Except.AsOf(date));
            for (var left = DaysInMonth(date) - date.Day; left > 0 && after < Count; left--)
                after += IsWorkday(date.PlusDays(left), except) ? 1 : 0;
            return after < Count;
        }
    }

    /// <summary>The dates of <paramref name="Dates"/> in some months, one bit each, January lowest.</summary>
    public sealed record InMonths(int Months, DateSet Dates) : DateSet
    {
        public override bool Contains(LocalDate date) => (Months >> (date.Month - 1) & 1) != 0 && Dates.Contains(date);
    }

    /// <summary>Dates from one to another, inclusive.</summary>
    public sealed record Range(LocalDate From, LocalDate To) : DateSet
    {
        public override bool Contains(LocalDate date) => date >= From && date <= To;
    }

    /// <summary>Dates of every year, inclusive; wraps over New Year if the end comes first in the year.</summary>
    public sealed record EveryYear(AnnualDate From, AnnualDate To) : DateSet
    {
        public override bool Contains(LocalDate date)
        {
            var (day, from, to) = (date.Month * 32 + date.Day, From.Month * 32 + From.Day, To.Month * 32 + To.Day);
            return from <= to ? day >= from && day <= to : day >= from || day <= to;
        }
    }

    public sealed record AnyOf(IReadOnlyList<DateSet> Sets) : DateSet
    {
        private DateIndex? index;

        public override bool Contains(LocalDate date) => (index ??= new(Sets)).Contains(date);

        public override DateSet In(DateTimeZone zone) => Each(set => set.In(zone));

        public override DateSet AsOf(LocalDate date) => Each(set => set.AsOf(date));

        private AnyOf Each(Func<DateSet, DateSet> change) =>
            Sets.Any(set => change(set) != (object)set) ? new([.. Sets.Select(change)]) : this;
    }

    /// <summary>
    /// Dates of a source that changes over time. For each date, the newest version from before the date's start in the schedule's zone
    /// applies, so a new version never changes a day that has begun.
    /// </summary>
    public sealed record Sourced(IReadOnlyList<DatesVersion> Versions) : DateSet
    {
        private readonly LocalDate[] from = [.. Versions.Select(_ => LocalDate.MinIsoValue)];

        private Sourced(IReadOnlyList<DatesVersion> versions, DateTimeZone zone)
            : this(versions) =>
            from = [.. versions.Select(v => v.Since is { } since ? since.InZone(zone).Date.PlusDays(1) : LocalDate.MinIsoValue)];

        /// <summary>The dates of the newest version.</summary>
        public IReadOnlySet<LocalDate> Newest => Versions[^1].Dates;

        public override bool Contains(LocalDate date) => InForceOn(date).Dates.Contains(date);

        public override DateSet In(DateTimeZone zone) => new Sourced(Versions, zone);

        public override DateSet AsOf(LocalDate date) => Versions.Count == 1 ? this : new Sourced([InForceOn(date)]);

        private DatesVersion InForceOn(LocalDate date)
        {
            for (var i = Versions.Count - 1; i > 0; i--)
            {
                if (date >= from[i])
                    return Versions[i];
            }
            return Versions[0];
        }
    }

    private static bool IsWorkday(LocalDate date, DateSet except) => date.DayOfWeek <= IsoDayOfWeek.Friday && !except.Contains(date);

    private static int DaysInMonth(LocalDate date) => date.Calendar.GetDaysInMonth(date.Year, date.Month);
}
