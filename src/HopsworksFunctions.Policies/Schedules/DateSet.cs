using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>A set of local dates, such as weekdays, the last Friday of a month, or a calendar.</summary>
internal abstract record DateSet
{
    public abstract bool Contains(LocalDate date);

    /// <summary>The set as a schedule in a zone sees it.</summary>
    public virtual DateSet In(DateTimeZone zone) => this;

    /// <summary>Days of the week, one bit each, Monday lowest.</summary>
    public sealed record Weekdays(int Days) : DateSet
    {
        public override bool Contains(LocalDate date) => (Days >> ((int)date.DayOfWeek - 1) & 1) != 0;
    }

    /// <summary>The nth of a weekday in each month that has one.</summary>
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

    /// <summary>Those of <paramref name="Dates"/> in some months, one bit each, January lowest.</summary>
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
        public override bool Contains(LocalDate date)
        {
            foreach (var set in Sets)
            {
                if (set.Contains(date))
                    return true;
            }
            return false;
        }

        public override DateSet In(DateTimeZone zone) => new AnyOf([.. Sets.Select(set => set.In(zone))]);
    }

    /// <summary>
    /// Dates of a source that changes over time. A date has what the last version says that came before the date began in the schedule's
    /// zone, so that a new version never changes a day that has begun.
    /// </summary>
    public sealed record Sourced(IReadOnlyList<DatesVersion> Versions) : DateSet
    {
        private readonly LocalDate[] from = [.. Versions.Select(_ => LocalDate.MinIsoValue)];

        private Sourced(IReadOnlyList<DatesVersion> versions, DateTimeZone zone)
            : this(versions) =>
            from = [.. versions.Select(v => v.Since is { } since ? since.InZone(zone).Date.PlusDays(1) : LocalDate.MinIsoValue)];

        /// <summary>The dates of the newest version.</summary>
        public IReadOnlySet<LocalDate> Newest => Versions[^1].Dates;

        public override bool Contains(LocalDate date)
        {
            for (var i = Versions.Count - 1; i >= 0; i--)
            {
                if (date >= from[i])
                    return Versions[i].Dates.Contains(date);
            }
            return false;
        }

        public override DateSet In(DateTimeZone zone) => new Sourced(Versions, zone);
    }

    private static int DaysInMonth(LocalDate date) => date.Calendar.GetDaysInMonth(date.Year, date.Month);
}
