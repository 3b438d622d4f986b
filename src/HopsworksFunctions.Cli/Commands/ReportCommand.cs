using System.CommandLine;
using System.Text.Json;
using HopsworksEmulator;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>report</c>: shows what the policies saved, read from a deployed app or from the local state of <c>run</c>.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var from = Day("--from", "The first UTC day, such as 2026-06-01, or an instant; the first of the month, when it is left out.");
        var to = Day("--to", "The UTC day after the last, or an instant; now, when it is left out.");
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var csv = new Option<bool>("--csv") { Description = "Print a line for each cluster, rule and day as comma-separated values." };
        var command = new Command(
            "report",
            $"Show what was saved: of the app at {AppAddress.UrlVariable}, or, without that, from the state that run keeps here.")
        {
            from, to, json, csv,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
                result.AddError("Choose one of --json and --csv.");
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var report = await ReadAsync(arguments.GetValue(from), arguments.GetValue(to), cancellationToken);
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

    private static async Task<SavingsReport> ReadAsync(Instant? from, Instant? to, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Find();
        if (Environment.GetEnvironmentVariable(AppAddress.UrlVariable) is { Length: > 0 })
        {
            using var app = new DeployedApp(AppAddress.Find(Environment.GetEnvironmentVariable, workspace));
            return await DownloadAsync(app, from, to, cancellationToken);
        }
        var settings = RunSettings.Resolve(workspace, null, null, null);
        // The emulator gives a key and the sizes of machines; the clusters are in the state.
        await using var emulator = settings.IsEmulated ? await EmulatorServer.StartAsync(new(), cancellationToken) : null;
        await using var services = LocalServices.Create(RunningApp.AppSettings(settings, emulator));
        var now = TimeProvider.System.GetCurrentInstant();
        var (start, end) = (from ?? SavingsLedger.MonthOf(now), to ?? now);
        if (end <= start || end - start > Duration.FromDays(SavingsLedger.MaxDays))
            throw new CliException($"--from must be before --to, and at most {SavingsLedger.MaxDays} days before it.");
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

    private static Option<Instant?> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DAY",
        CustomParser = argument =>
        {
            if (InstantText.ParseOrDay(argument.Tokens[0].Value) is { } instant)
                return instant;
            argument.AddError(
                $"'{argument.Tokens[0].Value}' is neither a day such as 2026-06-01 nor an instant such as {InstantText.Examples}.");
            return null;
        },
    };
}
