using System.Globalization;
using System.Text.RegularExpressions;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>The source of a column in an alert's query: a group of a pattern that the query looks for in messages.</summary>
internal sealed partial record AlertColumn(Regex Pattern, int Group)
{
    /// <summary>Finds each place at which the query extends its rows by this column.</summary>
    public static IReadOnlyList<AlertColumn> Of(string query, string column)
    {
        var found = new List<AlertColumn>();
        string? parts = null;
        foreach (Match match in Sources().Matches(query))
        {
            if (match.Groups["all"].Success) parts = match.Groups["all"].Value;
            else if (match.Groups["name"].Value != column) continue;
            else if (match.Groups["one"].Success) found.Add(new(new(match.Groups["one"].Value), Number(match, "group")));
            else found.Add(new(new(parts!), Number(match, "part") + 1));
        }
        return found is { Count: > 0 } ? found : throw new InvalidOperationException($"The query has no column {column}: {query}");
    }

    /// <returns>The value; null if the message has none.</returns>
    public string? In(string message) =>
        Pattern.Match(message).Groups[Group] is { Success: true, Length: > 0 } group ? group.Value : null;

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    // The query has Parts = extract_all(@"…", message)[0], then Turn = tostring(Parts[1]); or Reason = extract(@"…", 1, message).
    [GeneratedRegex("""
        Parts\ =\ extract_all\(@"(?<all>[^"]*)"
        |(?<name>\w+)\ =\ tostring\(Parts\[(?<part>\d+)\]\)
        |(?<name>\w+)\ =\ extract\(\s*@"(?<one>[^"]*)",\ (?<group>\d+),
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Sources();
}
