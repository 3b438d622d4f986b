using HopsworksFunctions.Policies.Json;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Output;

/// <summary>Creates the consoles that people read.</summary>
internal static class Terminal
{
    // This is wider than any line, so nothing wraps.
    private const int Unbounded = 100_000;

    /// <summary>
    /// Creates a console as wide as the terminal, or, if the output is no terminal, one without colours that never wraps a line.
    /// </summary>
    public static IAnsiConsole On(TextWriter output)
    {
        var isTerminal = IsTerminal(output);
        var console = AnsiConsole.Create(new()
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No, Out = new AnsiConsoleOutput(output),
        });
        if (!isTerminal)
            console.Profile.Width = Unbounded;
        return console;
    }

    public static bool IsTerminal(TextWriter output) =>
        output == Console.Out && !Console.IsOutputRedirected || output == Console.Error && !Console.IsErrorRedirected;

    /// <summary>Returns external text as markup that shows it unchanged, except that invisible characters are escaped.</summary>
    public static string Plain(string text) => Markup.Escape(TextSanitizer.Escape(text));
}
