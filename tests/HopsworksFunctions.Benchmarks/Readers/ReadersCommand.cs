using System.Diagnostics;
using System.Globalization;
using HopsworksEmulator;
using HopsworksFunctions.Benchmarks.Start;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Output;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Benchmarks.Readers;

/// <summary>
/// <c>readers [CLUSTERS [DAYS]]</c>: the CPU time that a request costs the published app with a year of audit entries, and the memory of
/// its process while ten clients send requests at once.
/// </summary>
internal static class ReadersCommand
{
    public const int DefaultClusters = 500;
    public const int DefaultDays = 365;

    private const int AtOnce = 10;
    private const int RoundsAtOnce = 5;

    public static async Task<int> RunAsync(string[] args)
    {
        var clusters = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultClusters;
        var days = args is [_, var number] ? int.Parse(number, CultureInfo.InvariantCulture) : DefaultDays;
        var figures = await MeasureAsync(clusters, days);
        var table = new TextTable(["request", "CPU ms", "wall ms", "KB"]);
        foreach (var (name, _, cpu, wall, bytes) in figures.Requests)
            table.Add([name, $"{cpu:0.0}", $"{wall:0.0}", $"{bytes / 1024}"]);
        table.Write(Console.Out);
        Console.WriteLine($"resident at most: {figures.OneClient:0} MB with one client, {figures.Megabytes:0} MB with {AtOnce}");
        return 0;
    }

    public static async Task<ReaderFigures> MeasureAsync(int clusters, int days)
    {
        var folder = Path.Combine(PublishedApp.Repository, "artifacts", "start", "ready-to-run");
        var workspace = Directory.CreateTempSubdirectory("readers-");
        try
        {
            var policies = Path.Combine(PublishedApp.Repository, "policies.sample.json");
            var settings = RunSettings.Resolve(new(workspace.FullName), folder, policies, port: 0).WithFleet(clusters, hostile: false);
            await using var emulator = await RunningApp.StartEmulatorAsync(settings, default);
            await PrepareAsync(settings, emulator, folder, days);
            await using var host = await StartAsync(settings, emulator, folder);
            return await MeasureAsync(host, settings.Keys);
        }
        finally
        {
            workspace.Delete(recursive: true);
        }
    }

    private static Task<LocalFunctionsHost> StartAsync(RunSettings settings, EmulatorServer emulator, string folder) =>
        LocalFunctionsHost.StartAsync(
            new()
            {
                AppDirectory = folder, Keys = settings.Keys, Settings = RunningApp.AppSettings(settings, emulator), FireTimers = false,
            }, default);

    /// <summary>Runs once to create the records, then writes the days before and closes them.</summary>
    private static async Task PrepareAsync(RunSettings settings, EmulatorServer emulator, string folder, int days)
    {
        await using (var host = await StartAsync(settings, emulator, folder))
            await host.InvokeTimerAsync("Reconcile", default);
        using var database = new StateDatabase(settings.StateDirectory, settings.Account);
        var documents = new SqliteDocumentStore(database, TimeProvider.System);
        var state = await new DocumentAccountStore(documents, settings.Account, NullLogger<DocumentAccountStore>.Instance)
            .LoadAsync(default);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        await YearOfAudit.WriteAsync(database, [.. state.Records.Values], now.InUtc().Date, days, default);
        var closing = new ClosedDays(new SqliteAuditLog(database), documents);
        for (var n = 0; n < days / ClosedDays.AtOnce + 2; n++)
            await closing.CloseAsync(now, now - Duration.FromDays(400), default);
    }

    private static async Task<ReaderFigures> MeasureAsync(LocalFunctionsHost host, HostKeys keys)
    {
        using var client = new HttpClient { BaseAddress = host.BaseAddress, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Add("x-functions-key", keys.Function);
        using var process = Process.GetProcessById(host.ChildProcessId);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        (string Name, string Path, int Times, double Goal)[] requests =
        [
            ("health", "api/health", 100, 1), ("clusters", "api/clusters", 40, 8), ("timeline", "api/timeline", 20, 50),
            ("savings of a month", $"api/savings?from={now - Duration.FromDays(31)}&to={now}", 10, 150),
            ("forecast", "api/forecast", 10, 150),
        ];
        // Health reuses the listing of a run only if the run came after the process's first health request.
        await client.GetStringAsync("api/health");
        await host.InvokeTimerAsync("Reconcile", default);
        var figures = new List<RequestFigures>();
        foreach (var (name, path, times, goal) in requests)
            figures.Add(await MeasureAsync(client, process, name, path, times, goal));
        var one = Resident(process);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async reader =>
        {
            for (var n = 0; n < RoundsAtOnce * requests.Length; n++)
                await client.GetByteArrayAsync(requests[(reader + n) % requests.Length].Path);
        }));
        return new(figures, one, Resident(process));
    }

    private static async Task<RequestFigures> MeasureAsync(
        HttpClient client, Process process, string name, string path, int times, double goal)
    {
        var bytes = 0;
        for (var n = 0; n < 3; n++)
            bytes = (await client.GetByteArrayAsync(path)).Length;
        process.Refresh();
        var (cpu, started) = (process.TotalProcessorTime, TimeProvider.System.GetTimestamp());
        for (var n = 0; n < times; n++)
            await client.GetByteArrayAsync(path);
        process.Refresh();
        return new(
            name, goal, (process.TotalProcessorTime - cpu).TotalMilliseconds / times,
            TimeProvider.System.GetElapsedTime(started).TotalMilliseconds / times, bytes);
    }

    /// <summary>Returns the peak memory so far, in megabytes.</summary>
    private static double Resident(Process process)
    {
        process.Refresh();
        return process.PeakWorkingSet64 / 1e6;
    }
}

/// <param name="OneClient">The peak megabytes resident after the requests of one client.</param>
/// <param name="Megabytes">The peak megabytes resident after the requests of ten clients at once.</param>
internal sealed record ReaderFigures(IReadOnlyList<RequestFigures> Requests, double OneClient, double Megabytes);

/// <param name="Goal">The most milliseconds of CPU time that the request may take.</param>
internal sealed record RequestFigures(string Name, double Goal, double Cpu, double Wall, int Bytes);
