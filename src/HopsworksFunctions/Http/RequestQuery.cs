using HopsworksFunctions.Core.Runs;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Http;

/// <summary>Reads query parameters that several functions have. A <see cref="ProblemException"/> says what would be valid.</summary>
internal static class RequestQuery
{
    /// <summary>False when it is not given.</summary>
    public static bool DryRun(IQueryCollection query) => query["dryRun"] switch
    {
        [] or [""] => false,
        [{ } text] when bool.TryParse(text, out var dryRun) => dryRun,
        _ => throw Problems.BadQuery("dryRun", "true or false"),
    };

    /// <summary>Of a run: a plan if it is a dry run.</summary>
    public static RunMode Mode(IQueryCollection query) => DryRun(query) ? RunMode.Plan : RunMode.Act;

    /// <summary>Null for a parameter that is not there. A day is its first instant.</summary>
    public static Instant? InstantOf(IQueryCollection query, string parameter)
    {
        if (query[parameter] is [] or [""])
            return null;
        if (query[parameter] is [{ } text])
        {
            if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1 } day })
                return day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
            if (InstantPattern.ExtendedIso.Parse(text) is { Success: true, Value: var instant } && instant.InUtc().Year >= 1)
                return instant;
        }
        throw Problems.BadQuery(parameter, "an instant in UTC such as 2026-06-01T20:00:00Z, or a day such as 2026-06-01");
    }

    /// <summary>What lies from <c>from</c>, inclusive, to <c>to</c>, exclusive.</summary>
    /// <param name="from">Where the request gives none.</param>
    /// <param name="to">Where the request gives none.</param>
    public static Interval Range(IQueryCollection query, Instant from, Instant to, int maxDays)
    {
        var (givenFrom, givenTo) = (InstantOf(query, "from"), InstantOf(query, "to"));
        (from, to) = (givenFrom ?? from, givenTo ?? to);
        if (to <= from)
            throw givenTo is null ? Problems.BadQuery("from", $"earlier than {to}") : Problems.BadQuery("to", $"later than {from}");
        return to - from > Duration.FromDays(maxDays)
            ? throw Problems.BadQuery("from", $"at most {maxDays} days before 'to'")
            : new(from, to);
    }
}
