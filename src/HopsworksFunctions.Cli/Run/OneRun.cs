using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Cli.Run;

/// <summary><c>run --once</c>: one run through the app's HTTP function.</summary>
internal static class OneRun
{
    public static async Task<int> ExecuteAsync(RunSettings settings, bool json, CancellationToken cancellationToken)
    {
        if (settings.IsEmulated)
            await Console.Error.WriteLineAsync("The fleet is emulated: no Hopsworks.ai is configured.");
        await using var running = await RunningApp.StartAsync(
            settings,
            new() { AppDirectory = settings.AppDirectory, Keys = settings.Keys, Port = settings.Port ?? 0, FireTimers = false },
            cancellationToken);

        using var client = new HttpClient { BaseAddress = running.Host.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Add("x-functions-key", settings.Keys.Function);
        var path = $"{running.Host.App.RoutePrefix}/reconcile?dryRun=false".TrimStart('/');
        using var answer = await client.PostAsync(path, null, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);

        var report = Read(text)
            ?? throw new CliException($"The function app answered {(int)answer.StatusCode} instead of a run report; its log says more.");
        await FleetTable.WriteAsync(report, json);
        return report.Outcome is RunOutcome.Ok or RunOutcome.Partial ? 0 : 1;
    }

    /// <summary>Reads a run report, which a failed run has inside its problem details.</summary>
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
