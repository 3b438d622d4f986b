using HopsworksFunctions.Policies.Schedules;

namespace HopsworksFunctions.Policies.Language;

/// <summary>A source of a calendar's dates outside the policy file.</summary>
public abstract record CalendarSource
{
    /// <summary>
    /// The source in a few words, such as <c>country SE</c>; never with the query of an address, because it may hold a signature.
    /// </summary>
    public abstract string Text { get; }

    public sealed override string ToString() => Text;

    /// <summary>The public holidays of a country or region, by its ISO 3166 code.</summary>
    public sealed record Country(string Code) : CalendarSource
    {
        public override string Text => $"country {Code}";
    }

    /// <summary>The all-day events of an iCalendar file: a path relative to the policies, or a blob's https address.</summary>
    public sealed record Ics(string Location) : CalendarSource
    {
        public override string Text => $"ics {Address}";

        /// <summary>The location without its query.</summary>
        public string Address => IsWeb ? Location.Split('?', '#')[0] : Location;

        public bool IsWeb => Location.StartsWith("https://", StringComparison.Ordinal);
    }
}

/// <summary>A source, and the name of the calendar that uses it.</summary>
public sealed record SourceUse(string Calendar, CalendarSource Source);

/// <summary>The result of a source: its dates, or, if there are none, the problem that makes the policies invalid.</summary>
/// <param name="Versions">The versions, oldest first and the one in force last; empty if the source could never be read.</param>
public sealed record SourceDates(IReadOnlyList<DatesVersion> Versions, string? Problem = null);
