using System.CommandLine;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Lint;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>plan</c>: shows what a run would do now. It writes nothing.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the run report as JSON." };
        var policies = PolicyOption.Create();
        var account = AccountOption.Create();
        var command = new Command("plan", "Show what a run would do now, and why. Changes nothing.")
        {
            json, policies, account,
        };
        command.SetAction((arguments, cancellationToken) => ExecuteAsync(
            arguments.Settings(policies, account), arguments.GetValue(policies) is not null, arguments.GetValue(json), cancellationToken));
        return command;
    }

    /// <param name="isNamed">
    /// Whether the command line names the policy file. A plan with other policies, such as the last valid ones, would then be wrong.
    /// </param>
    private static async Task<int> ExecuteAsync(RunSettings settings, bool isNamed, bool json, CancellationToken cancellationToken)
    {
        var parse = await TellProblemsAsync(settings, isNamed, cancellationToken);
        if (isNamed && parse is { Policies: null })
            return 1;
        return await PassingState.UseAsync(settings, state => ShowAsync(state, parse, json, cancellationToken), cancellationToken);
    }

    private static async Task<int> ShowAsync(
        RunSettings settings, PolicyParse? parse, bool json, CancellationToken cancellationToken)
    {
        await using var emulator = settings.IsEmulated ? await RunningApp.StartEmulatorAsync(settings, cancellationToken) : null;
        await using var services = LocalServices.Create(RunningApp.AppSettings(settings, emulator));
        var request = new RunRequest("plan", "plan", RunMode.Plan);
        var run = SettingsValidation.Problem(services) is { } problem
            ? services.GetRequiredService<ImpossibleRun>().Report(request, problem)
            : await services.GetRequiredService<RunStarter>().RunAsync(request, cancellationToken);
        if (parse is not null)
        {
            Write(NearMatchLint.Check(parse, [.. run.Clusters.Select(cluster => cluster.Cluster)]), settings);
            Write(DrainLint.Check(parse, run.Clusters.Select(c => (c.Cluster.Name, c.Decision.Rule, c.Sample))), settings);
        }
        var report = RunReportJson.From(run);
        FleetTable.Write(report, json);
        return RunFailures.ExitCode(report);
    }

    /// <summary>Prints the warnings of a policy file on this machine, and also its errors unless the report contains them.</summary>
    private static async Task<PolicyParse?> TellProblemsAsync(RunSettings settings, bool withErrors, CancellationToken cancellationToken)
    {
        var file = settings.PolicySource;
        if (!File.Exists(file))
            return null;
        var now = TimeProvider.System.GetCurrentInstant();
        var parse = await InputFile.PoliciesAsync(file, now, cancellationToken);
        var warnings = PolicyLint.Check(parse, now, RunInterval(settings));
        Write(withErrors ? [.. parse.Problems, .. warnings] : warnings, settings);
        return parse;
    }

    private static void Write(IReadOnlyCollection<Problem> problems, RunSettings settings) =>
        ProblemLines.Write(Console.Error, settings.PolicySource, problems);

    /// <summary>Returns the time between the next two runs; null if the setting does not define it.</summary>
    private static Duration? RunInterval(RunSettings settings)
    {
        var schedule = settings.Values.GetValueOrDefault(TimerSchedule.Setting);
        return TimerSchedule.NextAfter(TimeProvider.System.GetCurrentInstant(), schedule) is { } next
            && TimerSchedule.NextAfter(next, schedule) is { } second ? second - next : null;
    }
}
