using System.Text.RegularExpressions;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>A Kusto query, with its patterns tried as Kusto would on lines of the app.</summary>
internal sealed partial class TraceQuery(string text)
{
    public string Text => text;

    /// <summary>How often the query reads the traces.</summary>
    public int Looks => Traces().Count(text);

    /// <summary>What a line's category must match, once for each look.</summary>
    public IReadOnlyList<string> Categories { get; } = [.. OfCategory().Matches(text).Select(m => m.Groups[1].Value)];

    /// <summary>Those that take a message apart, in the query's order.</summary>
    public IReadOnlyList<string> Patterns { get; } = [.. OfMessage().Matches(text).Select(m => m.Groups[1].Value)];

    /// <summary>The first pattern with this text in it.</summary>
    public int PatternWith(string part) => Patterns.Index().First(p => p.Item.Contains(part, StringComparison.Ordinal)).Index;

    /// <summary>What the n-th pattern finds in a line, which is nothing unless the line is one that the query reads.</summary>
    public Match Match(int pattern, AppLog line) =>
        Regex.Match(Categories.All(category => Regex.IsMatch(line.Category, category)) ? line.Message : "", Patterns[pattern]);

    /// <summary>Its first group, or "".</summary>
    public string Extract(int pattern, AppLog line) => Match(pattern, line).Groups[1].Value;

    [GeneratedRegex(@"\btraces$", RegexOptions.Multiline)]
    private static partial Regex Traces();

    [GeneratedRegex(@"\btraces\n *\| where tostring\(customDimensions\.Category\) matches regex @""([^""]*)""")]
    private static partial Regex OfCategory();

    [GeneratedRegex(@"(?<!Category\) matches regex )@""([^""]*)""")]
    private static partial Regex OfMessage();
}
