using System.CommandLine;
using System.CommandLine.Parsing;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The mistakes in a command line, one per line, and a pointer to the help.</summary>
internal static class UsageErrors
{
    public static void Write(ParseResult parse, TextWriter errors)
    {
        var command = parse.CommandResult.Command;
        if (parse.UnmatchedTokens.Count == 0 && command.Subcommands.Count > 0)
        {
            WriteHelp(parse, errors);
            return;
        }
        var unknown = Unmatched(parse).ToList();
        foreach (var line in unknown.Count > 0 ? unknown : parse.Errors.Select(error => error.Message.TrimEnd()).Distinct())
            Prose.Write(errors, line);
        Prose.Write(errors, $"Try '{string.Join(' ', [.. Path(parse), "--help"])}'.");
    }

    /// <summary>Writes the help of a command that only groups others and does nothing alone.</summary>
    private static void WriteHelp(ParseResult parse, TextWriter errors) => parse.RootCommandResult.Command
        .Parse([.. Path(parse).Skip(1), "--help"]).Invoke(new() { Output = errors });

    /// <summary>
    /// Returns whether an unknown option was taken for an argument. Only arguments after <c>--</c> may look like options.
    /// </summary>
    public static bool HasUnknownOption(ParseResult parse) => TakenForArguments(parse).Count > 0;

    private static List<string> TakenForArguments(ParseResult parse) => parse.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? []
        : [.. parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Select(token => token.Value).Where(value => value is ['-', _, ..])];

    private static IEnumerable<string> Unmatched(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var taken = TakenForArguments(parse);
        var isValueOfUnknown = taken.Count > 0;
        foreach (var token in taken.Concat(parse.UnmatchedTokens))
        {
            if (token.StartsWith('-'))
            {
                // The rest of the token may be a key.
                yield return Unknown.Of("option", token.Split('=', ':')[0], command.Options.Select(option => option.Name));
                isValueOfUnknown = true;
            }
            else if (!isValueOfUnknown)
            {
                yield return command.Subcommands.Count > 0
                    ? Unknown.Of("command", token, command.Subcommands.Select(subcommand => subcommand.Name))
                    : $"Unexpected argument '{TextSanitizer.Escape(token)}'.";
            }
        }
    }

    private static Stack<string> Path(ParseResult parse)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parse.CommandResult; result is CommandResult at; result = at.Parent)
            names.Push(at.Command.Name);
        return names;
    }
}
