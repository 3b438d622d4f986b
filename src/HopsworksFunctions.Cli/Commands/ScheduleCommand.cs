using System.CommandLine;
using System.CommandLine.Parsing;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>schedule</c>: shows whether a schedule keeps clusters running at given times, and its next starts and stops.</summary>
internal static class ScheduleCommand
{
    public static Command Create()
    {
        var policies = new Option<string>("--policies")
        {
            Description = "A policy file; - reads standard input.", HelpName = "FILE", Required = true,
        };
        var name = new Option<string>("--name") { Description = "The name of the schedule.", HelpName = "NAME", Required = true };
        var at = new Option<Instant[]>("--at")
        {
            Description = "An instant such as 2026-03-29T01:00:00Z or 2026-03-29T03:00:00+02:00, any number of times; "
                + "now, when it is left out.",
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
        command.SetAction((arguments, cancellationToken) => ExecuteAsync(
            arguments.GetRequiredValue(policies), arguments.GetRequiredValue(name), arguments.GetValue(at) ?? [],
            arguments.GetValue(next), arguments.GetValue(json), arguments.InvocationConfiguration, cancellationToken));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        string path, string name, Instant[] instants, int? next, bool json,
        InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var parse = await InputFile.PoliciesAsync(path, TimeProvider.System.GetCurrentInstant(), cancellationToken);
        await ProblemLines.WriteAsync(console.Error, path, parse.Problems);
        if (parse.Policies is null)
            return 1;
        if (!parse.Policies.Schedules.TryGetValue(name, out var schedule))
            throw new CliException($"{path}: there is no schedule '{name}'{Suggestion.For(name, parse.Policies.Schedules.Keys)}");
        foreach (var instant in instants.DefaultIfEmpty(TimeProvider.System.GetCurrentInstant()))
        {
            if (json)
                ScheduleLine.Write(console.Output, schedule, instant, next);
            else
                WeekChart.Write(Terminal.On(console.Output), schedule, instant, next ?? 4);
        }
        return 0;
    }

    private static Instant[] Instants(ArgumentResult argument)
    {
        var instants = new List<Instant>();
        foreach (var token in argument.Tokens)
        {
            if (InstantText.Parse(token.Value) is { } instant)
                instants.Add(instant);
            else
                argument.AddError($"'{token.Value}' is not an instant; write it like 2026-03-29T01:00:00Z or 2026-03-29T03:00:00+02:00.");
        }
        return [.. instants];
    }
}
