using System.Reflection;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Run;

namespace HopsworksFunctions.Benchmarks.Start;

/// <summary>
/// A published app under the local host: this app over an emulated fleet with fresh state, as under <c>run</c>, or hello.
/// </summary>
internal static class PublishedApp
{
    /// <summary>The number of requests between the two measurements of memory.</summary>
    public const int Requests = 20;

    public static string Repository { get; } = Path.GetFullPath(typeof(PublishedApp).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!);

    // Under `run`, this app is in development mode, in which the worker does more at its start.
    private static readonly Dictionary<string, string> HelloSettings = new() { ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development" };

    /// <param name="clusters">The number of clusters that this app finds; null for the seeded fleet.</param>
    /// <param name="home">The home folder of the process. A worker writes a key ring there if there is none.</param>
    public static async Task<StartFigures> MeasureAsync(string folder, string home, int? clusters)
    {
        if (File.Exists(Path.Combine(folder, "HelloApp.dll")))
            return await MeasureAsync(folder, home, HostKeys.Random(), HelloSettings, "Tick", "api/hello");

        var workspace = Directory.CreateTempSubdirectory("start-");
        try
        {
            var policies = Path.Combine(Repository, "policies.sample.json");
            var settings = RunSettings.Resolve(new(workspace.FullName), folder, policies, port: 0).WithFleet(clusters, hostile: false);
            await using var emulator = await RunningApp.StartEmulatorAsync(settings, default);
            return await MeasureAsync(folder, home, settings.Keys, RunningApp.AppSettings(settings, emulator), "Reconcile", "api/clusters");
        }
        finally
        {
            workspace.Delete(recursive: true);
        }
    }

    private static async Task<StartFigures> MeasureAsync(
        string folder, string home, HostKeys keys, IReadOnlyDictionary<string, string> settings, string timer, string get)
    {
        var environment = new Dictionary<string, string>(settings) { ["HOME"] = home };
        await using var host = await LocalFunctionsHost.StartAsync(
            new() { AppDirectory = folder, Keys = keys, Settings = environment, FireTimers = false }, default);
        using var client = new HttpClient { BaseAddress = host.BaseAddress };
        client.DefaultRequestHeaders.Add("x-functions-key", keys.Function);
        return await StartFigures.TakeAsync(host.ChildProcessId, () => host.InvokeTimerAsync(timer, default), RequestAsync);

        async Task RequestAsync()
        {
            for (var n = 0; n < Requests; n++)
                await client.GetStringAsync(get);
        }
    }
}
