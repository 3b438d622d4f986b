using System.Text.RegularExpressions;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>A Kusto query. Tests apply what it looks for among the traces to lines of the app, as Kusto would.</summary>
internal sealed partial class TraceQuery(string text)
{
    public string Text => text;

    /// <summary>Each reading of the traces, with everything up to the next one.</summary>
    public IReadOnlyList<TraceLook> Looks { get; } = [.. Traces().Split(text).Skip(1).Select(part => new TraceLook(part))];

    /// <summary>The reading that parses notices.</summary>
    public TraceLook Notices => Looks.Single(look => look.Events.Contains("RunNotice") && look.Patterns[0].Contains("Notice"));

    [GeneratedRegex(@"\btraces$", RegexOptions.Multiline)]
    private static partial Regex Traces();
}

/// <summary>One reading of the traces.</summary>
internal sealed partial class TraceLook(string text)
{
    /// <summary>The pattern for a line's category.</summary>
    public string Category { get; } = OfCategory().Match(text).Groups[1].Value;

    /// <summary>The events of the lines that are read.</summary>
    public IReadOnlyList<string> Events { get; } = Words(OfEvent().Match(text));

    /// <summary>The patterns that parse a message.</summary>
    public IReadOnlyList<string> Patterns { get; } = [.. OfMessage().Matches(text).Select(m => m.Groups[1].Value)];

    public bool Reads(AppLog line) => Regex.IsMatch(line.Category, Category) && Events.Contains(line.Event);

    /// <summary>Returns what a pattern finds in a line; nothing if the line is not read.</summary>
    public Match Match(AppLog line, int pattern = 0) =>
        Reads(line) ? Regex.Match(line.Message, Patterns[pattern]) : System.Text.RegularExpressions.Match.Empty;

    /// <summary>Returns the notice in a line; null unless the query reads its kind, turn and subject.</summary>
    public ReadNotice? Notice(AppLog line)
    {
        if (Match(line) is not { Success: true } match)
            return null;
        var (kind, turn) = (match.Groups[1].Value, match.Groups[2].Value);
        var without = Words(NoKinds().Match(text));
        var of = Words(Kinds().Match(text));
        var subjects = NoSubjects().Matches(text).Select(m => m.Groups[1].Value);
        return (of.Count == 0 || of.Contains(kind)) && !without.Contains(kind) && Words(Turns().Match(text)).Contains(turn)
            && !subjects.Any(subject => match.Groups[3].Value.StartsWith(subject, StringComparison.Ordinal))
            ? new(kind, turn, match.Groups[3].Value, match.Groups[4].Value) : null;
    }

    /// <summary>Returns what is open after these lines: the last notice of each kind and subject, unless it is an end.</summary>
    public IReadOnlyList<ReadNotice> Open(IEnumerable<AppLog> lines) =>
        [.. lines.Select(Notice).OfType<ReadNotice>().GroupBy(n => (n.Kind, n.Subject)).Select(g => g.Last()).Where(n => n.Turn != "over")];

    private static IReadOnlyList<string> Words(Match match) => [.. Word().Matches(match.Groups[1].Value).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"\A\n *\| where tostring\(customDimensions\.Category\) matches regex @""([^""]*)""\n")]
    private static partial Regex OfCategory();

    [GeneratedRegex(@"\A\n.*\n *\| where tostring\(customDimensions\.EventName\) (?:==|in) (.*)\n")]
    private static partial Regex OfEvent();

    [GeneratedRegex(@"(?<!Category\) matches regex )@""([^""]*)""")]
    private static partial Regex OfMessage();

    [GeneratedRegex(@"Kind (?:==|in) (""\w+""|\([^)]*\))")]
    private static partial Regex Kinds();

    [GeneratedRegex(@"Kind !in (\([^)]*\))")]
    private static partial Regex NoKinds();

    [GeneratedRegex(@"Turn in (\([^)]*\))")]
    private static partial Regex Turns();

    [GeneratedRegex(@"Subject startswith_cs ""([^""]*)""")]
    private static partial Regex NoSubjects();

    [GeneratedRegex("\"(\\w+)\"")]
    private static partial Regex Word();
}

/// <summary>A notice as a query parses it.</summary>
internal sealed record ReadNotice(string Kind, string Turn, string Subject, string What);
