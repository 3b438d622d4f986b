using System.Globalization;
using HopsworksFunctions.Policies.Json;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Output;

/// <summary>
/// A table of plain text, with what is not seen in it escaped, as wide as the terminal, and wider where the output goes to a file or pipe.
/// </summary>
internal sealed class TextTable
{
    private readonly Table table = new Table().Border(TableBorder.Simple);

    public TextTable(params IEnumerable<string> columns)
    {
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column)));
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public void Add(params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(TextSanitizer.Escape(cell))));

    public void Write(TextWriter output, int widthElsewhere = 200) => Terminal.On(output, widthElsewhere).Write(table);
}
