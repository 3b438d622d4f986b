using NodaTime;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>A date that a source gives, and its name where known.</summary>
public sealed record CalendarDay(LocalDate Date, string? Name);

/// <summary>The dates for which sources are read, both inclusive.</summary>
public sealed record CalendarRange(LocalDate From, LocalDate To)
{
    /// <summary>From last year to five years ahead.</summary>
    public static CalendarRange Around(Instant now) => OfYears(now.InUtc().Year - 1, now.InUtc().Year + 5);

    /// <summary>Whole years, as far as dates of the policy language go.</summary>
    public static CalendarRange OfYears(int first, int last) =>
        new(new(Math.Clamp(first, 1900, 2200), 1, 1), new(Math.Clamp(last, 1900, 2200), 12, 31));

    public bool Contains(LocalDate date) => date >= From && date <= To;
}

/// <summary>A source cannot be read; the message is a clause that says why.</summary>
internal sealed class CalendarSourceException(string message, Exception? inner = null) : Exception(message, inner);
