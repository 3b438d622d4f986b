using HopsworksFunctions.Cli.LocalHost;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The addresses and files of <c>run</c>, printed when it is ready.</summary>
internal static class Overview
{
    public static void Write(RunSettings settings, RunningApp running)
    {
        var host = running.Host;
        // The terminal itself wraps addresses, so that they can be copied whole.
        AnsiConsole.Profile.Width = 250;
        if (host.App.Functions.FirstOrDefault(function => function.Name == "Dashboard") is { Trigger: HttpTrigger dashboard })
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]Open this:[/] [bold green]{Url(host, dashboard)}#key={host.Keys.Function}[/]");
            AnsiConsole.WriteLine();
        }
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (function, http) in host.App.Functions.Select(function => (function, function.Trigger as HttpTrigger)))
        {
            if (http is not null)
                grid.AddRow(Name(function), new Text($"{Methods(http)} {Url(host, http)}"));
        }
        foreach (var timer in host.Timers)
        {
            var next = timer.Schedule.NextAfter(TimeProvider.System.GetUtcNow());
            grid.AddRow(Name(timer.Function), new Text($"{timer.Schedule}, next {next:yyyy-MM-dd HH:mm:ss}Z"));
        }
        grid.AddEmptyRow();
        Row("Run now", $"curl -X POST -H 'x-functions-key: {host.Keys.Master}' -H 'content-type: application/json' "
            + $"-d '{{\"input\":\"\"}}' {host.BaseAddress}admin/functions/NAME");
        Row("Hopsworks", running.Emulator is { } emulator
            ? $"emulated at {emulator.BaseAddress}"
            : settings.Values.GetValueOrDefault("Hopsworks__BaseUrl") ?? "the real service");
        Row("Policies", settings.PolicySource);
        Row("State", settings.StateDirectory);

        AnsiConsole.Write(grid);

        void Row(string name, string text) => grid.AddRow(new Text(name), new Text(text));
    }

    private static Text Name(Function function) => new(function.Name, new Style(Color.Green));

    private static string Methods(HttpTrigger http) =>
        http.Methods.Count == 0 ? "any" : string.Join(',', http.Methods.Select(method => method.ToUpperInvariant()));

    private static string Url(LocalFunctionsHost host, HttpTrigger http)
    {
        var address = $"{host.BaseAddress}{$"{host.App.RoutePrefix}/{http.Route}".TrimStart('/')}";
        return http.AuthLevel switch
        {
            AuthLevel.Anonymous => address,
            AuthLevel.Function => $"{address}?code={host.Keys.Function}",
            AuthLevel.User or AuthLevel.System or AuthLevel.Admin => $"{address}?code={host.Keys.Master}",
        };
    }
}
