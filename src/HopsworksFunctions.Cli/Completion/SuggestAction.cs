using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace HopsworksFunctions.Cli.Completion;

/// <summary>
/// <c>[suggest]</c>: prints the possible continuations of a command line, one per line. It prints options only after a hyphen, so that a
/// shell can complete file names if there is nothing else.
/// </summary>
internal sealed class SuggestAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var line = parseResult.Tokens.LastOrDefault(token => token.Type != TokenType.Directive)?.Value ?? "";
        var word = line[(line.LastIndexOf(' ') + 1)..];
        var completions = parseResult.RootCommandResult.Command.Parse(line).GetCompletions(line.Length)
            .Select(completion => completion.InsertText ?? completion.Label)
            .Where(text => text.StartsWith(word, StringComparison.Ordinal) && IsWanted(text, word))
            .Distinct();
        foreach (var completion in completions)
            parseResult.InvocationConfiguration.Output.WriteLine(completion);
        return ExitCodes.Done;
    }

    private static bool IsWanted(string text, string word) => word.StartsWith('-')
        ? text.StartsWith("--", StringComparison.Ordinal)
        : text is not ['-' or '/', ..];
}
