using HopsworksFunctions.Cli.LocalHost;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The addresses and files of <c>run</c>, printed when it is ready.</summary>
internal static class Overview
{
    public static void Write(RunSettings settings, RunningApp running, IAnsiConsole console)
    {
        var host = running.Host;
        var root = $"{host.BaseAddress}{host.App.RoutePrefix}".TrimEnd('/');
        console.WriteLine(running.Emulator is { } emulator
            ? $"The clusters are emulated: no Hopsworks.ai is configured.\nHopsworks.ai: emulated at {emulator.BaseAddress}"
            : $"Hopsworks.ai: {settings.Values.GetValueOrDefault("Hopsworks__BaseUrl") ?? "https://api.hopsworks.ai"}");
        console.WriteLine($"Policies: {settings.PolicySource}");
        console.WriteLine($"State: {settings.StateDirectory}");
        if (settings.Accounts is { Count: > 0 } accounts)
            console.WriteLine($"Accounts: {string.Join(", ", accounts)}");
        console.WriteLine();
        if (host.App.Functions.FirstOrDefault(function => function.Name == "Dashboard") is { Trigger: HttpTrigger dashboard })
        {
            console.WriteLine("Dashboard (its address holds the function key):");
            // The terminal itself wraps the address, so that it can be copied whole.
            console.Profile.Out.Writer.WriteLine($"{root}/{dashboard.Route}#key={host.Keys.Master}");
            console.WriteLine();
        }
        console.WriteLine($"HTTP functions at {root}/, with the key in x-functions-key:");
        var functions = new TextTable(["Function", "Method", "Route"]);
        foreach (var (function, http) in host.App.Functions.Select(function => (function, function.Trigger as HttpTrigger)))
        {
            if (http is not null)
                functions.Add([function.Name, Methods(http), http.Route]);
        }
        functions.Write(console);
        console.WriteLine();
        var timers = new TextTable(["Timer", "Schedule (UTC)", "Next (UTC)"]);
        foreach (var timer in host.Timers)
        {
            timers.Add(
            [
                timer.Function.Name, $"{timer.Schedule}",
                $"{timer.Schedule.NextAfter(TimeProvider.System.GetUtcNow()):yyyy-MM-dd HH:mm:ss}",
            ]);
        }
        timers.Write(console);
        console.WriteLine();
        WriteQueues(host, console);
        console.WriteLine("Press Ctrl+C to stop.");
    }

    private static void WriteQueues(LocalFunctionsHost host, IAnsiConsole console)
    {
        if (host.Queues.Count == 0)
            return;
        var queues = new TextTable(["Queue function", "Queue"]);
        foreach (var queue in host.Queues)
            queues.Add([queue.Listener.Function.Name, $"{queue.Listener.Queue.Uri}"]);
        queues.Write(console);
        console.WriteLine();
    }

    private static string Methods(HttpTrigger http) =>
        http.Methods.Count == 0 ? "any" : string.Join(',', http.Methods.Select(method => method.ToUpperInvariant()));
}
