using System.Text.Json;
using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.Cli.Run;

/// <summary><c>run --once</c>: one Reconcile through the app's own HTTP function.</summary>
internal static class OneRun
{
    public static async Task<int> ExecuteAsync(RunSettings settings, bool json, CancellationToken cancellationToken)
    {
        await using var running = await RunningApp.StartAsync(
            settings,
            new LocalHostOptions { AppDirectory = settings.AppDirectory, Keys = settings.Keys, Port = settings.Port ?? 0, FireTimers = false },
            cancellationToken);

        using var client = new HttpClient { BaseAddress = running.Host.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Add("x-functions-key", settings.Keys.Function);
        using var answer = await client.PostAsync($"{running.Host.App.RoutePrefix}/reconcile?dryRun=false".TrimStart('/'), null, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);

        var report = RunReport.Parse(text) ?? throw new CliException(Problem(answer, text));
        if (json)
            await Console.Out.WriteLineAsync(text);
        else
            FleetTable.Write(report);
        if (report.Error is not null)
            await Console.Error.WriteLineAsync(report.Error);
        return report.Outcome == "failed" || !answer.IsSuccessStatusCode ? 1 : 0;
    }

    private static string Problem(HttpResponseMessage answer, string text)
    {
        var reason = "its log says more";
        if (answer.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            var problem = JsonSerializer.Deserialize<ProblemDetails>(text, JsonSerializerOptions.Web);
            reason = problem?.Detail ?? problem?.Title ?? reason;
        }
        return $"The function app answered {(int)answer.StatusCode} instead of a run report: {reason}.";
    }

    private sealed record ProblemDetails(string? Title, string? Detail);
}
