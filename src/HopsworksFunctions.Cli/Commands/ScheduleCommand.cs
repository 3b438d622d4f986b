using System.CommandLine;
using System.CommandLine.Parsing;
using HopsworksFunctions.Cli.Completion;
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
            Description = "Policy file, or - for standard input.", HelpName = "FILE", Required = true,
        };
        var name = new Option<string>("--name") { Description = "Name of the schedule.", HelpName = "NAME", Required = true };
        name.CompletionSources.Add(KnownNames.Schedules);
        var at = new Option<Instant[]>("--at")
        {
            Description = "Time to show, such as 2026-03-29T01:00:00Z or 2026-03-29T03:00:00+02:00; repeatable (now).",
            HelpName = "TIME",
            CustomParser = Instants,
        };
        var next = ValueOptions.Number("--next", "Also list the next N start and stop times.", "N", 0, 10_000);
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line, for each time." };
        var command = new Command("schedule", "Show when a schedule keeps clusters running.") { policies, name, at, next, json };
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
        ProblemLines.Write(console.Error, path, parse.Problems);
        if (parse.Policies is null)
            return 1;
        if (!parse.Policies.Schedules.TryGetValue(name, out var schedule))
            throw new CliException(Unknown.Of("schedule", name, parse.Policies.Schedules.Keys));
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
                argument.AddError($"'{token.Value}' is not a time. Write 2026-03-29T01:00:00Z.");
        }
        return [.. instants];
    }
}
