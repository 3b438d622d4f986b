using NodaTime;

namespace HopsworksFunctions.Functions;

/// <summary>The path and query of an answer's next page.</summary>
internal static class NextPage
{
    /// <param name="after">The start of the next page; null on the last page.</param>
    /// <param name="range">The range of this page, if the next page would have a later one; null to keep the requested range.</param>
    public static string? Of(HttpRequest request, string? after, Interval? range = null)
    {
        if (after is null)
            return null;
        // This leaves out the function key, which may have been sent as `code`.
        var kept = request.Query.Where(q => q.Key is "account" or "cluster" or "rule" or "share" or "zone" or "kind" or "days" or "limit"
            || range is null && q.Key is ("from" or "to"));
        if (range is { } asked)
            kept = [new("from", $"{asked.Start}"), new("to", $"{asked.End}"), .. kept];
        return $"{request.PathBase}{request.Path}{QueryString.Create(kept.Append(new("after", after)))}";
    }
}
