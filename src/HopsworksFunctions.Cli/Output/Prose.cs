using System.Text.RegularExpressions;
using HopsworksFunctions.Policies.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HopsworksFunctions.Cli.Output;

/// <summary>Sentences that wrap between words in a terminal, but never between a day and its time.</summary>
internal static partial class Prose
{
    public static void Write(TextWriter output, string text)
    {
        if (Terminal.IsTerminal(output))
            Write(Terminal.On(output), text);
        else
            output.WriteLine(text);
    }

    /// <param name="label">A prefix with its own style.</param>
    /// <param name="style">The style of the text.</param>
    public static void Write(IAnsiConsole console, string text, TextCell? label = null, string? style = null)
    {
        var rest = label;
        foreach (var line in Lines($"{label?.Visible}{TextSanitizer.Escape(text)}", console.Profile.Width))
        {
            console.MarkupLine(rest is null ? Styled(line, style) : rest.Markup + Styled(line[rest.Visible.Length..], style));
            rest = null;
        }
    }

    /// <summary>Writes a text with the same indentation on every line.</summary>
    public static void WriteIndented(IAnsiConsole console, TextCell text, string blanks)
    {
        foreach (var line in Lines(text.Visible, console.Profile.Width - blanks.Length))
            console.MarkupLine(blanks + (text with { Text = line }).Markup);
    }

    /// <summary>Breaks a text into lines of at most <paramref name="width"/> columns. Only words longer than a line are split.</summary>
    public static List<string> Lines(string text, int width)
    {
        var (lines, line) = (new List<string>(), "");
        foreach (var word in Units().Matches(text).SelectMany(unit => Pieces(unit.Value, width)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer) > width)
                lines.Add(line);
            line = line.Length > 0 && Width(longer) > width ? word : longer;
        }
        return [.. lines, line];
    }

    private static IEnumerable<string> Pieces(string word, int width) =>
        Width(word) <= width ? [word] : word.Chunk(width).Select(piece => new string(piece));

    private static int Width(string text) => Segment.CellCount([new Segment(text)]);

    private static string Styled(string line, string? style) =>
        style is null || line.Length == 0 ? Markup.Escape(line) : $"[{style}]{Markup.Escape(line)}[/]";

    [GeneratedRegex(@"\S*(?:\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|[0-9]{4}-[0-9]{2}-[0-9]{2}) [0-9]{2}:[0-9]{2}\S*(?: UTC\b\S*)?|\S+")]
    private static partial Regex Units();
}
