using NodaTime;

namespace HopsworksFunctions.Http;

/// <summary>Reads <c>from</c>, inclusive, and <c>to</c>, exclusive, of a request; what is not valid is answered with what would be.</summary>
internal static class RangeQuery
{
    /// <param name="from">Where the request gives none.</param>
    /// <param name="to">Where the request gives none.</param>
    public static (Interval Range, IResult? Problem) Read(IQueryCollection query, Instant from, Instant to, int mostDays)
    {
        if (!RequestQuery.TryInstant(query["from"], out var givenFrom))
            return (default, Problems.BadQuery("from", RequestQuery.AnInstant));
        if (!RequestQuery.TryInstant(query["to"], out var givenTo))
            return (default, Problems.BadQuery("to", RequestQuery.AnInstant));
        (from, to) = (givenFrom ?? from, givenTo ?? to);
        if (to <= from)
            return (default, Problems.BadQuery(givenTo is null ? "from" : "to", givenTo is null ? $"earlier than {to}" : $"later than {from}"));
        return to - from > Duration.FromDays(mostDays)
            ? (default, Problems.BadQuery("from", $"at most {mostDays} days before 'to'"))
            : (new(from, to), null);
    }
}
