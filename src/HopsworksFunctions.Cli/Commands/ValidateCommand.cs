using System.CommandLine;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Lint;
using NodaTime;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>validate</c>: whether a policy file is valid, and what in it can hardly be meant.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A policy file; - reads standard input." };
        var json = new Option<bool>("--json") { Description = "One JSON object: whether it is valid, and its problems." };
        var command = new Command("validate", "Check a policy file: errors and warnings with line, column and path.") { file, json };
        command.SetAction((arguments, cancellationToken) => ExecuteAsync(
            arguments.GetRequiredValue(file), arguments.GetValue(json), arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    private static async Task<int> ExecuteAsync(string path, bool json, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var (text, _) = await InputFile.ReadAsync(path, cancellationToken);
        var parse = PolicyFile.Parse(text);
        List<Problem> problems = [.. parse.Problems, .. PolicyLint.Check(parse, Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()))];
        if (json)
            JsonLine.Write(output, writer => Write(writer, parse, problems));
        else
            Write(output, errors, path, parse, problems);
        return parse.Policies is null ? 1 : 0;
    }

    private static void Write(TextWriter output, TextWriter errors, string path, PolicyParse parse, List<Problem> problems)
    {
        foreach (var problem in problems)
            errors.WriteLine(problem.ToString(path));
        if (parse.Policies is { } policies)
            output.WriteLine($"{path} is valid: {Count(policies.Rules.Count, "rule")}, {Count(policies.Schedules.Count, "schedule")}, {Count(problems.Count, "warning")}.");
        else
            output.WriteLine($"{path} is not valid: {Count(problems.Count, "error")}.");
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, PolicyParse parse, List<Problem> problems)
    {
        json.WriteBoolean("valid", parse.Policies is not null);
        json.WriteString("version", parse.Policies?.Version);
        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("severity", CamelCase.Of(problem.Severity));
            json.WriteNumber("line", problem.Place.Line);
            json.WriteNumber("column", problem.Place.Column);
            json.WriteString("path", problem.Place.Path);
            json.WriteString("message", problem.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
