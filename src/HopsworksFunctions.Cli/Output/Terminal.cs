using Spectre.Console;

namespace HopsworksFunctions.Cli.Output;

/// <summary>Output for people.</summary>
internal static class Terminal
{
    /// <param name="widthElsewhere">How wide the output is where it is no terminal; null for Spectre's own width.</param>
    public static IAnsiConsole On(TextWriter output, int? widthElsewhere = null)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) });
        if (widthElsewhere is { } width && (Console.IsOutputRedirected || output != Console.Out))
            console.Profile.Width = width;
        return console;
    }
}
