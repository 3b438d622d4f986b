using System.Globalization;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HopsworksFunctions.Cli.Output;

/// <summary>
/// A table with a sentence in each row, for terminals of any width. Cells are never split: if there is no room, the sentences go below
/// their rows, and so do the last cells, with the names of their columns. In a file or pipe each row is one line.
/// </summary>
/// <param name="sentence">The heading of the column of sentences; null if the rows have none.</param>
internal sealed class TextTable(IReadOnlyList<TextColumn> columns, string? sentence = null)
{
    private const string Indent = "  ";
    private const string Gap = "  ";
    private const string Below = "      ";

    private readonly List<(TextCell[] Cells, TextCell Sentence)> rows = [];

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Minute(Instant at) => at.ToString("uuuu-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    public void Add(TextCell[] cells, TextCell? sentence = null) => rows.Add((cells, sentence ?? new("")));

    public void Write(TextWriter output) => Write(Terminal.On(output));

    public void Write(IAnsiConsole console)
    {
        int[] widths = [.. columns.Select((column, i) =>
            rows.Select(row => row.Cells[i]).Append(new(column.Name)).Max(cell => Width(cell)))];
        var room = console.Profile.Width - Indent.Length;
        var shown = columns.Count;
        while (shown > 1 && Total(widths, shown) > room)
            shown--;
        var longest = sentence is null ? 0 : Gap.Length + rows.Select(row => Width(row.Sentence)).Append(Width(new(sentence))).Max();
        var isBeside = shown == columns.Count && Total(widths, shown) + longest <= room;

        Line(console, [.. columns.Select(column => new TextCell(column.Name, "bold"))], isBeside ? new(sentence ?? "", "bold") : null);
        foreach (var (cells, text) in rows)
        {
            Line(console, cells, isBeside ? text : null);
            if (!isBeside)
                WriteBelow(console, cells, text, shown);
        }

        void Line(IAnsiConsole to, TextCell[] cells, TextCell? last)
        {
            var line = string.Join(Gap, cells.Take(shown).Select((cell, i) => Padded(cell, widths[i], columns[i].IsNumber)));
            to.MarkupLine(Indent + (last is null ? line.TrimEnd() : $"{line}{Gap}{last.Markup}".TrimEnd()));
        }
    }

    private void WriteBelow(IAnsiConsole console, TextCell[] cells, TextCell text, int shown)
    {
        var rest = cells.Skip(shown).Select((cell, i) => (columns[shown + i].Name, Cell: cell)).Where(c => c.Cell.Text is not ("" or "-"));
        var parts = rest.Select(c => new TextCell($"{c.Name}: {c.Cell.Text}", c.Cell.Style));
        foreach (var part in text.Text.Length == 0 ? parts : parts.Prepend(text))
            Prose.WriteIndented(console, part, Below);
    }

    private static int Total(int[] widths, int shown) => widths.Take(shown).Sum() + Gap.Length * (shown - 1);

    private static int Width(TextCell cell) => Segment.CellCount([new Segment(cell.Visible)]);

    private static string Padded(TextCell cell, int width, bool isNumber)
    {
        var blanks = new string(' ', width - Width(cell));
        return isNumber ? blanks + cell.Markup : cell.Markup + blanks;
    }
}

/// <param name="IsNumber">Whether the cells are aligned right.</param>
internal sealed record TextColumn(string Name, bool IsNumber = false)
{
    public static implicit operator TextColumn(string name) => new(name);

    public static IEnumerable<TextColumn> Numbers(params IEnumerable<string> names) =>
        names.Select(name => new TextColumn(name, IsNumber: true));
}

/// <summary>A plain text in a style of Spectre.Console, with invisible characters escaped.</summary>
internal sealed record TextCell(string Text, string? Style = null)
{
    public string Visible => TextSanitizer.Escape(Text);

    public string Markup => Style is null || Text.Length == 0 ? Terminal.Plain(Text) : $"[{Style}]{Terminal.Plain(Text)}[/]";

    public static implicit operator TextCell(string text) => new(text);
}
