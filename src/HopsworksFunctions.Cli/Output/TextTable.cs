using System.Globalization;
using Spectre.Console;

namespace HopsworksFunctions.Cli;

/// <summary>A table of plain text, as wide as the terminal; where the output goes elsewhere, wide enough to be searched.</summary>
internal sealed class TextTable
{
    private const int WidthElsewhere = 200;

    private readonly Table table = new Table().Border(TableBorder.Simple);

    public TextTable(params IEnumerable<string> columns)
    {
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column)));
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public void Add(params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    public void Write(TextWriter output)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected || output != Console.Out)
            console.Profile.Width = WidthElsewhere;
        console.Write(table);
    }
}
