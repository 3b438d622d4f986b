using System.CommandLine;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Lint;
using NodaTime.Extensions;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>validate</c>: checks a policy file and prints its errors and warnings.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Policy file, or - for standard input." };
        var json = new Option<bool>("--json") { Description = "Print the result as one JSON object." };
        var command = new Command("validate", "Check a policy file. Prints errors and warnings with line, column and path.") { file, json };
        command.SetAction((arguments, cancellationToken) => ExecuteAsync(
            arguments.GetRequiredValue(file), arguments.GetValue(json), arguments.InvocationConfiguration, cancellationToken));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        string path, bool json, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetCurrentInstant();
        var parse = await InputFile.PoliciesAsync(path, now, cancellationToken);
        List<Problem> problems = [.. parse.Problems, .. PolicyLint.Check(parse, now)];
        if (json)
            WriteJson(console.Output, parse, problems);
        else
            Write(console.Output, console.Error, path, parse, problems);
        return parse.Policies is null ? 1 : 0;
    }

    private static void Write(
        TextWriter output, TextWriter errors, string path, PolicyParse parse, List<Problem> problems)
    {
        ProblemLines.Write(errors, path, problems);
        if (parse.Policies is { Rules: var rules, Schedules: var schedules })
        {
            Prose.Write(output, $"{path} is valid: {CountText.Of(rules.Count, "rule")}, {CountText.Of(schedules.Count, "schedule")}, "
                + $"{CountText.Of(problems.Count, "warning")}.");
        }
        else
        {
            Prose.Write(output, $"{path} is not valid: {CountText.Of(problems.Count, "error")}.");
        }
    }

    private static void WriteJson(TextWriter output, PolicyParse parse, List<Problem> problems)
    {
        var (shown, more) = FirstProblems.Of(problems);
        JsonLine.Write(output, new
        {
            Valid = parse.Policies is not null,
            parse.Policies?.Version,
            Problems = shown.Select(p => new { p.Severity, p.Place.Line, p.Place.Column, p.Place.Path, p.Message }),
            More = more,
        });
    }
}
