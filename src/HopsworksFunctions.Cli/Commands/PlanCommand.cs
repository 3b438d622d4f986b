using System.CommandLine;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Lint;
using Microsoft.Extensions.DependencyInjection;
using NodaTime.Extensions;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>plan</c>: shows what a run would do now. It writes nothing.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the run report as JSON." };
        var policies = PolicyOption.Create();
        var command = new Command("plan", "Show what a run would do now, with reasons and what comes next. Changes nothing.")
        {
            json, policies,
        };
        command.SetAction((arguments, cancellationToken) =>
            ExecuteAsync(arguments.Settings(policies), arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> ExecuteAsync(RunSettings settings, bool json, CancellationToken cancellationToken)
    {
        var isNew = settings.IsEmulated && await EmulatedFleet.FindAsync(settings, cancellationToken) is null;
        var folder = isNew ? Directory.CreateTempSubdirectory("hopsworks-plan-") : null;
        try
        {
            // Before the first `run`, a plan makes up an emulated past and throws it away.
            return await ShowAsync(folder is null ? settings : settings.With("State__Directory", folder.FullName), json, cancellationToken);
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    private static async Task<int> ShowAsync(RunSettings settings, bool json, CancellationToken cancellationToken)
    {
        await using var emulator = settings.IsEmulated ? await RunningApp.StartEmulatorAsync(settings, cancellationToken) : null;
        await using var services = LocalServices.Create(RunningApp.AppSettings(settings, emulator));
        var parse = File.Exists(settings.PolicySource)
            ? PolicyFile.Parse(await File.ReadAllBytesAsync(settings.PolicySource, cancellationToken))
            : null;
        if (parse is not null)
            await WarnAsync(PolicyLint.Check(parse, TimeProvider.System.GetCurrentInstant()), settings.PolicySource);
        var request = new RunRequest("plan", "plan", RunMode.Plan);
        var run = SettingsValidation.Problem(services) is { } problem
            ? services.GetRequiredService<ImpossibleRun>().Report(request, problem)
            : await services.GetRequiredService<RunStarter>().RunAsync(request, cancellationToken);
        if (parse is not null)
            await WarnAsync(NearMatchLint.Check(parse, [.. run.Clusters.Select(cluster => cluster.Cluster)]), settings.PolicySource);
        var report = RunReportJson.From(run);
        await FleetTable.WriteAsync(report, json);
        return report.Outcome == RunOutcome.Ok ? 0 : 1;
    }

    /// <summary>Prints warnings of the policy file; the report has its errors.</summary>
    private static async Task WarnAsync(IReadOnlyList<Problem> warnings, string policies)
    {
        foreach (var warning in warnings)
            await Console.Error.WriteLineAsync(warning.ToString(policies));
    }
}
