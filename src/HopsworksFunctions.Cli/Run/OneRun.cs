using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports;

namespace HopsworksFunctions.Cli.Run;

/// <summary><c>run --once</c>: one run of each account through the app's HTTP function.</summary>
internal static class OneRun
{
    public static async Task<int> ExecuteAsync(RunSettings settings, bool json, CancellationToken cancellationToken)
    {
        if (settings.IsEmulated)
            await Console.Error.WriteLineAsync("The clusters are emulated: no Hopsworks.ai is configured.");
        // The report repeats the app's log, so the log matters only if there is no report.
        var log = new StringWriter();
        try
        {
            var reports = await RunAsync(settings, TextWriter.Synchronized(log), cancellationToken);
            foreach (var report in reports)
            {
                if (reports.Count > 1 && !json)
                    Console.Out.WriteLine($"{(report == reports[0] ? "" : "\n")}Account {report.Account}");
                FleetTable.Write(report, json);
            }
            return reports.Max(RunFailures.ExitCode);
        }
        catch (CliException)
        {
            await Console.Error.WriteAsync(log.ToString());
            throw;
        }
    }

    private static async Task<IReadOnlyList<RunReportJson>> RunAsync(
        RunSettings settings, TextWriter log, CancellationToken cancellationToken)
    {
        await using var running = await RunningApp.StartAsync(
            settings,
            new()
            {
                AppDirectory = settings.AppDirectory, Keys = settings.Keys, Port = settings.Port ?? 0, FireTimers = false, AppOutput = log,
            },
            quiet: true,
            cancellationToken);
        using var client = new HttpClient { BaseAddress = running.Host.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Add("x-functions-key", settings.Keys.Function);
        var reports = new List<RunReportJson>();
        foreach (var account in settings.Accounts is { Count: > 0 } several ? several.Select(name => $"&account={name}") : [""])
        {
            var path = $"{running.Host.App.RoutePrefix}/reconcile?dryRun=false{account}".TrimStart('/');
            reports.Add(await RunAsync(client, path, cancellationToken));
        }
        return reports;
    }

    private static async Task<RunReportJson> RunAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsync(path, null, cancellationToken);
        return Read(await answer.Content.ReadAsStringAsync(cancellationToken))
            ?? throw new CliException($"The app returned {(int)answer.StatusCode} instead of a run report. See its log above.");
    }

    /// <summary>Reads a run report. The report of a failed run is inside its problem details.</summary>
    private static RunReportJson? Read(string text)
    {
        try
        {
            using var answer = JsonDocument.Parse(text);
            var report = answer.RootElement.TryGetProperty("report", out var inner) ? inner : answer.RootElement;
            return report.TryGetProperty("outcome", out _) ? report.Deserialize<RunReportJson>(HttpJson.Options) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
