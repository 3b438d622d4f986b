using Microsoft.Extensions.Primitives;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Http;

/// <summary>Reads query parameters that several functions have.</summary>
internal static class RequestQuery
{
    public static IResult BadDryRun => Problems.BadQuery("dryRun", "true or false");

    /// <summary>False when it is not given; null when it is neither true nor false.</summary>
    public static bool? DryRun(IQueryCollection query) => query["dryRun"] switch
    {
        [] or [""] => false,
        [{ } text] when bool.TryParse(text, out var dryRun) => dryRun,
        _ => null,
    };

    public const string AnInstant = "an instant in UTC such as 2026-06-01T20:00:00Z, or a day such as 2026-06-01";

    /// <summary>Null, and true, for a parameter that is not there. A day is its first instant.</summary>
    public static bool TryInstant(StringValues value, out Instant? instant)
    {
        instant = null;
        if (value is [] or [""])
            return true;
        if (value is not [{ } text])
            return false;
        if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1 } day })
            instant = day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        else if (InstantPattern.ExtendedIso.Parse(text) is { Success: true } parsed && parsed.Value.InUtc().Year >= 1)
            instant = parsed.Value;
        return instant is not null;
    }
}
