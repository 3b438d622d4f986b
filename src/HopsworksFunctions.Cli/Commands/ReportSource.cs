using HopsworksEmulator;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Reports.Coverage;
using HopsworksFunctions.Core.Reports.Forecasts;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>A source of reports, which reads them from a deployed app or creates them from the local state of <c>run</c>.</summary>
internal static class ReportSource
{
    /// <summary>Reads the savings in a range. A null start means the first of this month, and a null end means now.</summary>
    public static Task<SavingsReport> SavingsAsync(AppChoice choice, Instant? from, Instant? to, CancellationToken cancellationToken) =>
        ReadAsync(choice, app => DownloadSavingsAsync(app, from, to, cancellationToken), services =>
        {
            var now = TimeProvider.System.GetCurrentInstant();
            var (start, end) = (from ?? SavingsLedger.MonthOf(now), to ?? now);
            if (end <= start || end - start > Duration.FromDays(SavingsLedger.MaxDays))
                throw CliException.Usage($"--from must be before --to, and at most {SavingsLedger.MaxDays} days before it.");
            return services.GetRequiredService<SavingsLedger>().ReportAsync(start, end, cancellationToken);
        }, cancellationToken);

    /// <summary>Reads the forecast for this month to its end, in UTC.</summary>
    public static Task<Forecast> ForecastAsync(AppChoice choice, CancellationToken cancellationToken) =>
        ReadAsync(
            choice, app => DownloadForecastAsync(app, cancellationToken),
            services => services.GetRequiredService<ForecastReader>().ReadAsync(DateTimeZone.Utc, cancellationToken), cancellationToken);

    /// <summary>
    /// Reads the coverage. Before the first <c>run</c>, it is the coverage of an emulated past that is deleted afterwards.
    /// </summary>
    /// <param name="days">The number of past days to check for clusters that are always or never running.</param>
    public static Task<CoverageReport> CoverageAsync(
        AppChoice choice, IReadOnlyList<CoverageKind> kinds, int days, CancellationToken cancellationToken)
    {
        return choice.IsNamed
            ? ReadAppAsync(choice, app => DownloadCoverageAsync(app, kinds, days, cancellationToken))
            : PassingState.UseAsync(SettingsHere().Of(choice.Account), ReadHereAsync, cancellationToken);

        async Task<CoverageReport> ReadHereAsync(RunSettings settings)
        {
            await using var emulator = settings.IsEmulated ? await RunningApp.StartEmulatorAsync(settings, cancellationToken) : null;
            return await ReadLocalAsync(settings, emulator, services => PlannedAsync(services, kinds, days, cancellationToken));
        }
    }

    private static async Task<CoverageReport> PlannedAsync(
        IServiceProvider services, IReadOnlyList<CoverageKind> kinds, int days, CancellationToken cancellationToken)
    {
        var plan = await services.GetRequiredService<RunStarter>().RunAsync(
            new("coverage", "coverage", RunMode.Plan) { Measure = false }, cancellationToken);
        if (plan.Outcome is not (RunOutcome.Ok or RunOutcome.Partial))
            throw new CliException(plan.Error!, exitCode: RunFailures.ExitCode(plan.Outcome, plan.Failure));
        return await services.GetRequiredService<CoverageReader>().ReadAsync(plan, kinds, days, null, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(
        AppChoice choice, Func<DeployedApp, Task<T>> download, Func<IServiceProvider, Task<T>> read, CancellationToken cancellationToken)
    {
        if (choice.IsNamed)
            return await ReadAppAsync(choice, download);
        var settings = SettingsHere().Of(choice.Account);
        await using var emulator = settings.IsEmulated ? await EmulatorAsync(settings, cancellationToken) : null;
        return await ReadLocalAsync(settings, emulator, read);
    }

    private static async Task<T> ReadAppAsync<T>(AppChoice choice, Func<DeployedApp, Task<T>> download)
    {
        using var app = DeployedApp.Find(choice);
        return await download(app);
    }

    private static RunSettings SettingsHere() => RunSettings.Resolve(Workspace.Find(), null, null, null);

    private static async Task<T> ReadLocalAsync<T>(RunSettings settings, EmulatorServer? emulator, Func<IServiceProvider, Task<T>> read)
    {
        await using var services = LocalServices.Create(RunningApp.AppSettings(settings, emulator));
        if ((SettingsValidation.Problem(services) ?? SettingsValidation.ProblemOf<SavingsOptions>(services)) is { } problem)
            throw new CliException(problem);
        try
        {
            return await read(services);
        }
        catch (Exception e) when (e is StateUnavailableException or TooManyEntriesException)
        {
            throw new CliException(e.Message, e);
        }
    }

    /// <summary>
    /// Starts an emulator with the clusters of the state. Reports create no state, so before the first run there are none.
    /// </summary>
    private static async Task<EmulatorServer> EmulatorAsync(RunSettings settings, CancellationToken cancellationToken) =>
        await EmulatedFleet.FindAsync(settings, cancellationToken) is null
            ? await EmulatorServer.StartAsync(new(), cancellationToken)
            : await RunningApp.StartEmulatorAsync(settings, cancellationToken);

    private static async Task<SavingsReport> DownloadSavingsAsync(
        DeployedApp app, Instant? from, Instant? to, CancellationToken cancellationToken)
    {
        var report = await PageAsync("");
        // Without a fixed range, later pages would describe a later report.
        (from, to) = (report.From, report.To);
        var clusters = await ClusterPages.AllAsync(report, page => (page.Clusters, page.After), after => PageAsync($"&after={after}"));
        return report with { Clusters = clusters, After = null, Next = null };

        Task<SavingsReport> PageAsync(string place) =>
            app.GetAsync<SavingsReport>($"savings?from={from}&to={to}{place}", cancellationToken);
    }

    private static async Task<CoverageReport> DownloadCoverageAsync(
        DeployedApp app, IReadOnlyList<CoverageKind> kinds, int days, CancellationToken cancellationToken)
    {
        var query = DeployedCommand.Query(("kind", string.Join(',', kinds.Select(CamelCase.Of))), ("days", days));
        var report = await app.GetAsync<CoverageReport>($"coverage{query}", cancellationToken);
        var findings = await ClusterPages.AllAsync(
            report, page => (page.Findings, page.After),
            after => app.GetAsync<CoverageReport>($"coverage{query}&after={after}", cancellationToken));
        return report with { Findings = findings, After = null, Next = null };
    }

    private static async Task<Forecast> DownloadForecastAsync(DeployedApp app, CancellationToken cancellationToken)
    {
        var forecast = await app.GetAsync<Forecast>("forecast", cancellationToken);
        var clusters = await ClusterPages.AllAsync(
            forecast, page => (page.Clusters, page.After),
            after => app.GetAsync<Forecast>($"forecast?after={after}", cancellationToken));
        return forecast with { Clusters = clusters, After = null, Next = null };
    }
}
