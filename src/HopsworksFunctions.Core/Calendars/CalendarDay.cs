using NodaTime;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>A date that a source gives, and its name if known.</summary>
public sealed record CalendarDay(LocalDate Date, string? Name);

/// <summary>The range of dates for which sources are read, both inclusive.</summary>
public sealed record CalendarRange(LocalDate From, LocalDate To)
{
    /// <summary>Returns the range from last year to five years ahead.</summary>
    public static CalendarRange Around(Instant now) => OfYears(now.InUtc().Year - 1, now.InUtc().Year + 5);

    /// <summary>Returns a range of whole years, limited to the dates of the policy language.</summary>
    public static CalendarRange OfYears(int first, int last) =>
        new(new(Math.Clamp(first, 1900, 2200), 1, 1), new(Math.Clamp(last, 1900, 2200), 12, 31));

    public bool Contains(LocalDate date) => date >= From && date <= To;
}

/// <summary>The failure to read a source; the message is a clause that says why.</summary>
internal sealed class CalendarSourceException(string message, Exception? inner = null) : Exception(message, inner);
