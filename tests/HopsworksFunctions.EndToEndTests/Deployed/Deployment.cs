using System.Collections.Concurrent;
using Azure.Data.Tables;
using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.LocalHost.Protocol;
using HopsworksFunctions.EndToEndTests.Loopback;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>
/// The published app as in production: under a Functions host, with Azure's host names and an account of its own, and with the emulator in
/// place of Hopsworks.ai.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    public const string ApiKey = "kEyMaRkEr-of-deployment";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("deployment-");
    private readonly List<RunningApp> apps = [];

    private Deployment(AzureOnLoopback azure, EmulatorServer hopsworks, FakeTimeProvider time)
    {
        (Azure, Hopsworks, Time) = (azure, hopsworks, time);
        PolicyFile = Path.Combine(folder.FullName, "policies.json");
        File.WriteAllText(PolicyFile, StandardPolicies.Text);
        azure.Vault.Set("hopsworks-api-key", ApiKey);
        azure.Vault.Set("hopsworks-functions-owner-key", RunningApp.Keys.Master);
        Settings = azure.Environment.ToDictionary(setting => setting.Key, setting => setting.Value!);
        Settings["Account"] = Account;
        Settings["Hopsworks__BaseUrl"] = hopsworks.BaseAddress.ToString();
        Settings["Policies__Source"] = PolicyFile;
        Settings["ReconcileSchedule"] = "0 */5 * * * *";
        Settings["DigestSchedule"] = "0 0 7 * * 1";
        // Looking up retail prices would leave this machine.
        Settings["Savings__RetailPrices"] = "false";
    }

    public string Account { get; } = $"e2e-{Guid.NewGuid():N}";

    public AzureOnLoopback Azure { get; }

    public EmulatorServer Hopsworks { get; }

    /// <summary>
    /// The emulator's clock, which stands still. It governs when clusters start and stop, and the emulator's slow answers.
    /// </summary>
    public FakeTimeProvider Time { get; }

    /// <summary>The app settings for the next app that is started.</summary>
    public Dictionary<string, string> Settings { get; }

    public string PolicyFile { get; }

    /// <summary>The messages that the app's processes sent over gRPC.</summary>
    public ConcurrentQueue<StreamingMessage> Messages { get; } = new();

    /// <summary>Every action that Hopsworks.ai received, with the cluster's name, sorted by text.</summary>
    public IReadOnlyList<string> Actions =>
        [.. Hopsworks.Calls.All.Where(call => call.Operation is not (Operation.List or Operation.Get))
            .Select(call => $"{call.Operation} {Hopsworks.ControlPlane.Get(call.Cluster!)!.Name}").Order(StringComparer.Ordinal)];

    /// <param name="timings">Null to make every transition immediate.</param>
    public static async Task<Deployment> PrepareAsync(SharedAzurite azurite, EmulatorTimings? timings = null)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var hopsworks = await EmulatorServer.StartAsync(new()
        {
            ApiKeys = [ApiKey],
            Clusters = SeededFleet.Create(time.GetUtcNow()),
            Time = time,
            // The app's processes use the machine's clock.
            Dates = TimeProvider.System,
            Timings = timings ?? EmulatorTimings.Immediate,
        });
        return new(await AzureOnLoopback.StartAsync(await azurite.Started), hopsworks, time);
    }

    public async Task<RunningApp> StartAsync()
    {
        var log = new AppLog();
        var host = await LocalFunctionsHost.StartAsync(
            new()
            {
                AppDirectory = Repository.PublishedApp, Keys = RunningApp.Keys, Settings = Settings, FireTimers = false, AppOutput = log,
                OnReceived = Messages.Enqueue,
            },
            TestContext.Current.CancellationToken);
        var running = new RunningApp(host, log);
        apps.Add(running);
        return running;
    }

    /// <summary>Keeps the state of the next app in a folder, for tests that need no storage account.</summary>
    public void KeepStateInFolder()
    {
        Settings.Remove("State__TableServiceUri");
        Settings.Remove("State__BlobServiceUri");
        Settings["State__Directory"] = Path.Combine(folder.FullName, "state");
    }

    public string IdOf(string cluster) => Hopsworks.ControlPlane.List().Single(c => c.Name == cluster).Id;

    public string StateOf(string cluster) => Hopsworks.ControlPlane.Get(IdOf(cluster))!.State;

    /// <summary>Lets the emulator's time pass until the run is complete.</summary>
    public async Task PassAsync(Task run)
    {
        await Processes.Eventually.IsTrueAsync(() =>
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            return run.IsCompleted;
        }, () => "the run comes to its end");
        await run;
    }

    /// <summary>Returns the keys of the account's rows in the state table.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync()
    {
        var rows = new List<string>();
        await foreach (var row in Azure.Storage.Table.QueryAsync<TableEntity>(row => row.PartitionKey == Account))
            rows.Add(row.RowKey);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in apps) await app.DisposeAsync();
        await Hopsworks.DisposeAsync();
        await Azure.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
