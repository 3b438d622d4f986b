using System.Globalization;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Http;

/// <summary>Query parameters of several functions. A <see cref="ProblemException"/> says what would be valid.</summary>
internal static class RequestQuery
{
    /// <summary>Times are limited, because reports read some days before the range, and schedules look some days beyond it.</summary>
    private static readonly Instant Earliest = Instant.FromUtc(1970, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(9998, 1, 1, 0, 0);

    /// <summary>Returns whether the request is a dry run; false by default.</summary>
    public static bool DryRun(IQueryCollection query) => query["dryRun"] switch
    {
        [] or [""] => false,
        [{ } text] when bool.TryParse(text, out var dryRun) => dryRun,
        _ => throw Problems.BadQuery("dryRun", "true or false"),
    };

    /// <summary>Returns the named account; null if the parameter is missing.</summary>
    public static string? Account(IQueryCollection query) => query["account"] switch
    {
        [] or [""] => null,
        [{ } name] => name,
        _ => throw Problems.BadQuery("account", "one name"),
    };

    /// <summary>Returns the mode of a run: a plan if <c>dryRun</c> is set.</summary>
    public static RunMode Mode(IQueryCollection query) => DryRun(query) ? RunMode.Plan : RunMode.Act;

    /// <summary>Returns the maximum number of items in an answer.</summary>
    /// <param name="standard">The default.</param>
    public static int Limit(IQueryCollection query, int max, int standard) => query["limit"] switch
    {
        [] or [""] => standard,
        [var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit >= 1 && limit <= max => limit,
        _ => throw Problems.BadQuery("limit", $"a whole number from 1 to {max}"),
    };

    /// <summary>Returns an instant; null if the parameter is missing. A date means its first instant in UTC.</summary>
    public static Instant? InstantOf(IQueryCollection query, string parameter)
    {
        if (query[parameter] is [] or [""])
            return null;
        if (query[parameter] is not [{ } text] || InstantText.ParseOrDay(text) is not { } instant)
            throw Problems.BadQuery(parameter, $"a UTC time such as {InstantText.Examples}, or a date such as 2026-06-01");
        return Earliest <= instant && instant <= Latest ? instant : throw Problems.BadQuery(parameter, $"from {Earliest} to {Latest}");
    }

    /// <summary>Returns the zone of sentences; null for each schedule's own zone, or if the policies' zone is requested.</summary>
    public static (DateTimeZone? Zone, bool OfPolicies) Zone(IQueryCollection query) => query["zone"] switch
    {
        [] or [""] => (null, false),
        ["policies"] => (null, true),
        [{ } id] when DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone => (zone, false),
        _ => throw Problems.BadQuery("zone", "`policies` or an IANA time zone such as Europe/Stockholm"),
    };

    /// <summary>Returns the range from <c>from</c>, inclusive, to <c>to</c>, exclusive.</summary>
    /// <param name="from">The default start.</param>
    /// <param name="to">The default end.</param>
    public static Interval Range(IQueryCollection query, Instant from, Instant to, int maxDays)
    {
        var (givenFrom, givenTo) = (InstantOf(query, "from"), InstantOf(query, "to"));
        (from, to) = (givenFrom ?? from, givenTo ?? to);
        if (to <= from)
            throw givenTo is null ? Problems.BadQuery("from", $"earlier than {to}") : Problems.BadQuery("to", $"later than {from}");
        return to - from > Duration.FromDays(maxDays)
            ? throw Problems.BadQuery("from", $"at most {maxDays} days before `to`")
            : new(from, to);
    }
}
