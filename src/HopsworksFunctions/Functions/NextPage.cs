using NodaTime;

namespace HopsworksFunctions.Functions;

/// <summary>The path and query of an answer's next page.</summary>
internal static class NextPage
{
    /// <param name="after">Null on the last page, which has no next.</param>
    /// <param name="range">The range of this page, where the next would have a later one; null keeps what was asked for.</param>
    public static string? Of(HttpRequest request, string? after, Interval? range = null)
    {
        if (after is null)
            return null;
        // Leaves out the function key, which may have been sent as `code`.
        var kept = request.Query.Where(q => q.Key is "account" or "cluster" or "rule" or "share" or "zone" or "kind" or "days" or "limit"
            || range is null && q.Key is ("from" or "to"));
        if (range is { } asked)
            kept = [new("from", $"{asked.Start}"), new("to", $"{asked.End}"), .. kept];
        return $"{request.PathBase}{request.Path}{QueryString.Create(kept.Append(new("after", after)))}";
    }
}
