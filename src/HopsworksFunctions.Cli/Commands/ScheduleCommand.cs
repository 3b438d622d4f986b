using System.CommandLine;
using System.CommandLine.Parsing;
using HopsworksFunctions.Cli.Schedules;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Text;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>schedule</c>: whether a schedule is up at some instants, since when, until when, and what comes next.</summary>
internal static class ScheduleCommand
{
    public static Command Create()
    {
        var policies = new Option<string>("--policies") { Description = "A policy file; - reads standard input.", HelpName = "FILE", Required = true };
        var name = new Option<string>("--name") { Description = "The name of the schedule.", HelpName = "NAME", Required = true };
        var at = new Option<Instant[]>("--at")
        {
            Description = "An instant such as 2026-03-29T01:00:00Z or 2026-03-29T03:00:00+02:00, any number of times; now, when it is left out.",
            HelpName = "INSTANT",
            CustomParser = Instants,
        };
        var next = new Option<int?>("--next") { Description = "Also the next so many starts and stops.", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each instant." };
        var command = new Command("schedule", "Show when a schedule is up.") { policies, name, at, next, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(next) is < 0 or > 10_000)
                result.AddError("--next must be from 0 to 10000.");
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (output, errors) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
            var path = arguments.GetRequiredValue(policies);
            var (text, _) = await InputFile.ReadAsync(path, cancellationToken);
            var parse = PolicyFile.Parse(text);
            foreach (var problem in parse.Problems)
                await errors.WriteLineAsync(problem.ToString(path));
            if (parse.Policies is null)
                return 1;
            var wanted = arguments.GetRequiredValue(name);
            if (!parse.Policies.Schedules.TryGetValue(wanted, out var schedule))
                throw new CliException($"{path}: there is no schedule '{wanted}'{Suggestion.For(wanted, parse.Policies.Schedules.Keys)}");
            var instants = arguments.GetValue(at) is { Length: > 0 } given ? given : [Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow())];
            foreach (var instant in instants)
            {
                if (arguments.GetValue(json))
                    ScheduleLine.Write(output, schedule, instant, arguments.GetValue(next));
                else
                    WeekChart.Write(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) }), schedule, instant, arguments.GetValue(next) ?? 4);
            }
            return 0;
        });
        return command;
    }

    private static Instant[] Instants(ArgumentResult argument)
    {
        var instants = new List<Instant>();
        foreach (var token in argument.Tokens)
        {
            if (OffsetDateTimePattern.ExtendedIso.Parse(token.Value) is { Success: true } parsed)
                instants.Add(parsed.Value.ToInstant());
            else
                argument.AddError($"'{token.Value}' is not an instant; write it like 2026-03-29T01:00:00Z or 2026-03-29T03:00:00+02:00.");
        }
        return [.. instants];
    }
}
