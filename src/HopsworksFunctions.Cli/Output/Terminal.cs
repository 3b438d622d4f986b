using HopsworksFunctions.Policies.Json;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Output;

/// <summary>Creates the consoles that people read.</summary>
internal static class Terminal
{
    /// <param name="widthElsewhere">The width where the output is not a terminal; null for Spectre's default.</param>
    public static IAnsiConsole On(TextWriter output, int? widthElsewhere = null)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) });
        if (widthElsewhere is { } width && (Console.IsOutputRedirected || output != Console.Out))
            console.Profile.Width = width;
        return console;
    }

    /// <summary>A text of others as markup that shows it as it is, with what is not seen in it escaped.</summary>
    public static string Plain(string text) => Markup.Escape(TextSanitizer.Escape(text));
}
