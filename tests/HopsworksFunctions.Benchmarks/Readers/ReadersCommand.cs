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
/// <c>readers [CLUSTERS [DAYS]]</c>: what a request costs the published app with a year of audit, in CPU of its process, and what it holds
/// in memory while ten clients ask at once.
/// </summary>
internal static class ReadersCommand
{
    private const int DefaultClusters = 500;
    private const int DefaultDays = 365;
    private const int AtOnce = 10;
    private const int RoundsAtOnce = 5;

    public static async Task<int> RunAsync(string[] args)
    {
        var clusters = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultClusters;
        var days = args is [_, var number] ? int.Parse(number, CultureInfo.InvariantCulture) : DefaultDays;
        var folder = Path.Combine(PublishedApp.Repository, "artifacts", "start", "ready-to-run");
        var workspace = Directory.CreateTempSubdirectory("readers-");
        try
        {
            var policies = Path.Combine(PublishedApp.Repository, "policies.sample.json");
            var settings = RunSettings.Resolve(new(workspace.FullName), folder, policies, port: 0).WithFleet(clusters, hostile: false);
            await using var emulator = await RunningApp.StartEmulatorAsync(settings, default);
            await PrepareAsync(settings, emulator, folder, days);
            await using var host = await StartAsync(settings, emulator, folder);
            await host.InvokeTimerAsync("Reconcile", default);
            await MeasureAsync(host, settings.Keys);
            return 0;
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

    /// <summary>A first run, which makes the records, and the year before it.</summary>
    private static async Task PrepareAsync(RunSettings settings, EmulatorServer emulator, string folder, int days)
    {
        await using (var host = await StartAsync(settings, emulator, folder))
            await host.InvokeTimerAsync("Reconcile", default);
        using var database = new StateDatabase(settings.StateDirectory, settings.Account);
        var documents = new SqliteDocumentStore(database, TimeProvider.System);
        var state = await new DocumentAccountStore(documents, settings.Account, NullLogger<DocumentAccountStore>.Instance)
            .LoadAsync(default);
        var today = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).InUtc().Date;
        var count = await YearOfAudit.WriteAsync(database, [.. state.Records.Values], today, days, default);
        var closing = new ClosedDays(new SqliteAuditLog(database), documents);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        for (var n = 0; n < days / ClosedDays.AtOnce + 2; n++)
            await closing.CloseAsync(now, now - Duration.FromDays(400), default);
        Console.WriteLine($"{state.Records.Count} clusters, {count:N0} audit entries, on {days} days");
    }

    private static async Task MeasureAsync(LocalFunctionsHost host, HostKeys keys)
    {
        using var client = new HttpClient { BaseAddress = host.BaseAddress, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Add("x-functions-key", keys.Function);
        using var process = Process.GetProcessById(host.ChildProcessId);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var month = $"api/savings?from={now - Duration.FromDays(31)}&to={now}";
        (string Name, string Path, int Times)[] requests =
            [("health", "api/health", 100), ("clusters", "api/clusters", 40), ("timeline", "api/timeline", 20), ("savings", month, 10)];
        var table = new TextTable(["request", "CPU ms", "wall ms", "KB"]);
        foreach (var (name, path, times) in requests)
        {
            var bytes = 0;
            for (var n = 0; n < 3; n++)
                bytes = (await client.GetByteArrayAsync(path)).Length;
            process.Refresh();
            var (cpu, started) = (process.TotalProcessorTime, TimeProvider.System.GetTimestamp());
            for (var n = 0; n < times; n++)
                await client.GetByteArrayAsync(path);
            process.Refresh();
            table.Add(
            [
                name, $"{(process.TotalProcessorTime - cpu).TotalMilliseconds / times:0.0}",
                $"{TimeProvider.System.GetElapsedTime(started).TotalMilliseconds / times:0.0}", $"{bytes / 1024}",
            ]);
        }
        table.Write(Console.Out);
        Console.WriteLine($"resident after one client: {Resident(process, "VmRSS")} MB, at most {Resident(process, "VmHWM")} MB");
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async reader =>
        {
            for (var n = 0; n < RoundsAtOnce * requests.Length; n++)
                await client.GetByteArrayAsync(requests[(reader + n) % requests.Length].Path);
        }));
        Console.WriteLine($"resident after {AtOnce} clients: {Resident(process, "VmRSS")} MB, at most {Resident(process, "VmHWM")} MB");
    }

    private static long Resident(Process process, string which) =>
        long.Parse(
            File.ReadLines($"/proc/{process.Id}/status").Single(line => line.StartsWith($"{which}:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].TrimStart(':').Split('\t')[^1],
            CultureInfo.InvariantCulture) / 1024;
}
