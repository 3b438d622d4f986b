using HopsworksFunctions.Cli.Output;
using Spectre.Console;

namespace HopsworksFunctions.Tests.Commands;

/// <summary>The lines of a table at the widths of common terminals.</summary>
public sealed class TextTableTests
{
    private const string Why = "stopping: outside 'office' since Fri 19:00 (Europe/Stockholm), next start Mon 07:00";

    [Fact]
    public void A_wide_terminal_has_a_line_for_each_row() => Assert.Equal(
        [
            "  Cluster          State    Stops  Why",
            "  dev-anna         running      7  " + Why,
            "  shared-機械学習  stopped     12  -",
        ],
        Lines(120));

    [Fact]
    public void A_narrow_one_has_the_sentences_below_and_breaks_them_between_words() => Assert.Equal(
        [
            "  Cluster          State    Stops",
            "  dev-anna         running      7",
            "      stopping: outside 'office' since Fri 19:00 (Europe/Stockholm), next start",
            "      Mon 07:00",
            "  shared-機械学習  stopped     12",
            "      -",
        ],
        Lines(80));

    [Fact]
    public void What_else_has_no_room_goes_below_with_its_name() => Assert.Equal(
        [
            "  Cluster",
            "  dev-anna",
            "      stopping: outside",
            "      'office' since",
            "      Fri 19:00",
            "      (Europe/Stockholm),",
            "      next start",
            "      Mon 07:00",
            "      State: running",
            "      Stops: 7",
            "  shared-機械学習",
            "      -",
            "      State: stopped",
            "      Stops: 12",
        ],
        Lines(25));

    [Fact]
    public void A_file_has_a_line_for_each_row_however_long()
    {
        var table = new TextTable(["Cluster"], "Why");
        table.Add([new string('a', 300)], new string('b', 2_000));
        using var output = new StringWriter();

        table.Write(output);

        Assert.Equal(2, output.ToString().TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void What_is_not_seen_is_shown()
    {
        var table = new TextTable(["Cluster"]);
        table.Add(["[red]\u001b[2Jdev\u202e"]);
        using var output = new StringWriter();

        table.Write(output);

        Assert.Contains(@"  [red]\u001b[2Jdev\u202e", output.ToString(), StringComparison.Ordinal);
    }

    private static string[] Lines(int width)
    {
        var table = new TextTable(["Cluster", "State", new("Stops", IsNumber: true)], "Why");
        table.Add(["dev-anna", "running", "7"], Why);
        table.Add(["shared-機械学習", "stopped", "12"], "-");
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;

        table.Write(console);

        return [.. output.ToString().TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }
}
