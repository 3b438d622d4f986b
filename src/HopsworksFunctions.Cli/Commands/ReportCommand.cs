using System.CommandLine;
using System.Text.Json;
using HopsworksEmulator;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>report</c>: shows what the policies saved, read from a deployed app or from the local state of <c>run</c>.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var from = ValueOptions.TimeOrDate("--from", "First day (UTC), such as 2026-06-01, or a time. Default: the first of this month.");
        var to = ValueOptions.TimeOrDate("--to", "First day (UTC) not included, or a time. Default: now.");
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var csv = new Option<bool>("--csv") { Description = "Print comma-separated values: clusters, rules, days, and all." };
        var command = new Command(
            "report",
            $"Show what the policies saved. Reads the app at --url or {AppAddress.UrlVariable}, otherwise the local state of 'hops run'.")
        {
            from, to, json, csv,
        };
        var appOptions = new AppOptions();
        appOptions.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
                result.AddError("Use either --json or --csv.");
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var report = await ReadAsync(appOptions.Of(arguments), arguments.GetValue(from), arguments.GetValue(to), cancellationToken);
            var output = arguments.InvocationConfiguration.Output;
            if (arguments.GetValue(json))
                await output.WriteLineAsync(JsonSerializer.Serialize(report, HttpJson.Options));
            else if (arguments.GetValue(csv))
                SavingsCsv.Write(output, report);
            else
                SavingsTable.Write(Terminal.On(output), report);
            return 0;
        });
        return command;
    }

    private static async Task<SavingsReport> ReadAsync(AppChoice choice, Instant? from, Instant? to, CancellationToken cancellationToken)
    {
        if (choice.IsNamed)
        {
            using var app = DeployedApp.Find(choice);
            return await DownloadAsync(app, from, to, cancellationToken);
        }
        var settings = RunSettings.Resolve(Workspace.Find(), null, null, null);
        // The emulator gives a key and the sizes of machines; the clusters are in the state.
        await using var emulator = settings.IsEmulated ? await EmulatorServer.StartAsync(new(), cancellationToken) : null;
        await using var services = LocalServices.Create(RunningApp.AppSettings(settings, emulator));
        var now = TimeProvider.System.GetCurrentInstant();
        var (start, end) = (from ?? SavingsLedger.MonthOf(now), to ?? now);
        if (end <= start || end - start > Duration.FromDays(SavingsLedger.MaxDays))
            throw CliException.Usage($"--from must be before --to, and at most {SavingsLedger.MaxDays} days before it.");
        if ((SettingsValidation.Problem(services) ?? SettingsValidation.ProblemOf<SavingsOptions>(services)) is { } problem)
            throw new CliException(problem);
        try
        {
            return await services.GetRequiredService<SavingsLedger>().ReportAsync(start, end, cancellationToken);
        }
        catch (Exception e) when (e is StateUnavailableException or TooManyEntriesException)
        {
            throw new CliException(e.Message, e);
        }
    }

    /// <summary>Reads the report with all pages of its clusters.</summary>
    private static async Task<SavingsReport> DownloadAsync(DeployedApp app, Instant? from, Instant? to, CancellationToken cancellationToken)
    {
        var report = await PageAsync("");
        var clusters = report.Clusters.ToList();
        for (var after = report.After; after is not null;)
        {
            // Without an end of their own, later pages would be of later reports.
            (from, to) = (report.From, report.To);
            var page = await PageAsync($"&after={after}");
            clusters.AddRange(page.Clusters);
            after = page.After == after ? throw new CliException("The app names the same page as the next again.") : page.After;
        }
        return report with { Clusters = clusters, After = null, Next = null };

        async Task<SavingsReport> PageAsync(string place) =>
            (await app.GetAsync($"savings?from={from}&to={to}{place}", cancellationToken)).Deserialize<SavingsReport>(HttpJson.Options)
                ?? throw new CliException("The app answered null instead of a report.");
    }
}
