using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>
/// A time range over several dates. It belongs to each of them: an excluded date cuts its own hours out, from the first instant of that
/// local date until the first instant of the next, and leaves the rest.
/// </summary>
internal abstract record Span(DateSet Starts, LocalTime Start, LocalTime End) : Window
{
    protected abstract int MostDays { get; }

    protected abstract LocalDate EndDate(LocalDate start);

    /// <summary>Ends a fixed number of days after its start.</summary>
    public sealed record OfDays(DateSet Starts, LocalTime Start, int Days, LocalTime End) : Span(Starts, Start, End)
    {
        protected override int MostDays => Days;

        protected override LocalDate EndDate(LocalDate start) => start.PlusDays(Days);
    }

    /// <summary>
    /// Runs from one annual date until <paramref name="Extra"/> days after another; if that is not after the start, until next year's.
    /// </summary>
    public sealed record OfEveryYear(AnnualDate From, LocalTime Start, AnnualDate To, int Extra, LocalTime End)
        : Span(new DateSet.EveryYear(From, From), Start, End)
    {
        protected override int MostDays => 367;

        protected override LocalDate EndDate(LocalDate start)
        {
            var end = To.InYear(start.Year).PlusDays(Extra);
            return end.At(End) > start.At(Start) ? end : To.InYear(start.Year + 1).PlusDays(Extra);
        }
    }

    public override IEnumerable<(Instant Start, Instant End)> Between(LocalDate from, LocalDate to, DateSet except, DateTimeZone zone)
    {
        for (var date = from.PlusDays(-MostDays); date <= to; date = date.PlusDays(1))
        {
            if (!Starts.Contains(date))
                continue;
            foreach (var piece in Pieces(date, from, to, except, zone))
                yield return piece;
        }
    }

    private IEnumerable<(Instant Start, Instant End)> Pieces(
        LocalDate date, LocalDate from, LocalDate to, DateSet except, DateTimeZone zone)
    {
        var endDate = EndDate(date);
        var (start, end) = (First(date.At(Start), zone), Last(endDate.At(End), zone));
        // If the clock goes back across midnight, it shows the end again after the next date has begun. Dates out of range stay uncut.
        var last = LocalDate.Min(endDate.PlusDays(1), to);
        for (date = LocalDate.Max(date, from); date <= last; date = date.PlusDays(1))
        {
            if (!except.Contains(date))
                continue;
            yield return (start, Instant.Min(end, First(date.AtMidnight(), zone)));
            start = Instant.Max(start, First(date.PlusDays(1).AtMidnight(), zone));
        }
        yield return (start, end);
    }
}
