using System.Reflection;
using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using NodaTime;

namespace HopsworksFunctions.BrowserTests;

/// <summary>The app as <c>run</c> starts it, in a folder of its own.</summary>
internal sealed class LocalApp : IAsyncDisposable
{
    // A cluster stays in each transition long enough to be seen.
    private static readonly EmulatorTimings Brisk = EmulatorTimings.Immediate with
    {
        StopLag = TimeSpan.FromSeconds(1),
        Stop = TimeSpan.FromSeconds(2),
        Start = TimeSpan.FromSeconds(2)
    };

    private readonly DirectoryInfo folder;
    private readonly RunningApp running;
    private readonly EmulatorServer? emulator;

    private LocalApp(DirectoryInfo folder, RunningApp running, EmulatorServer? emulator) =>
        (this.folder, this.running, this.emulator) = (folder, running, emulator);

    public EmulatedControlPlane Hopsworks => (running.Emulator ?? emulator)!.ControlPlane;

    public Uri Api => new($"{running.Host.BaseAddress}api/");

    public string Page => $"{running.Host.BaseAddress}api/dashboard";

    public string Key => running.Host.Keys.Master;

    /// <summary>The key of an operator.</summary>
    public string FunctionKey => running.Host.Keys.Function;

    /// <summary>The address with the key, as <c>run</c> prints it.</summary>
    public string Address => $"{Page}#key={Key}";

    /// <param name="policies">Null for the sample policies.</param>
    /// <param name="clusters">Null for the emulated fleet with its past, which takes a few seconds to simulate.</param>
    /// <param name="hasRun">Whether a run has seen the fleet.</param>
    /// <param name="audit">The earlier audit entries of the clusters.</param>
    /// <param name="accounts">The number of emulated accounts; null for one.</param>
    /// <param name="activity">The activity changes of the clusters, oldest first.</param>
    public static async Task<LocalApp> StartAsync(string? policies = null, IReadOnlyList<EmulatedCluster>? clusters = null,
        IEnumerable<AuditEntry>? audit = null, (string Name, string Value)? setting = null, bool hasRun = true,
        IReadOnlyList<ActivityChange>? activity = null, int? accounts = null)
    {
        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("browser-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "policies.json"), policies ?? SamplePolicies, stop);
        File.Copy(Path.Combine(Root, "prices.sample.json"), Path.Combine(folder.FullName, "prices.sample.json"));
        // tests/run.sh publishes the app here.
        var app = Path.Combine(Root, "artifacts", "publish");
        var settings = RunSettings.Resolve(new(folder.FullName), app, null, 0).With("Account", RunSettings.EmulatedAccount);
        settings = settings.WithFleet(null, hostile: false, accounts);
        if (setting is var (name, value))
            settings = settings.With(name, value);
        EmulatorServer? own = null;
        if (clusters is not null)
        {
            own = await EmulatorServer.StartAsync(new() { Clusters = clusters, Timings = Brisk }, stop);
            settings = settings.With("Hopsworks__BaseUrl", own.BaseAddress.ToString())
                .With("HOPSWORKSAI_API_KEY", new EmulatorOptions().ApiKeys[0]);
        }
        if (audit is not null)
            await WriteAsync(audit, activity ?? [], settings, stop);
        var running = await RunningApp.StartAsync(
            settings, new LocalHostOptions { AppDirectory = settings.AppDirectory, Keys = settings.Keys, FireTimers = false },
            quiet: false, stop);
        if (hasRun)
            await running.Host.InvokeTimerAsync("Reconcile", stop);
        return new(folder, running, own);
    }

    public async ValueTask DisposeAsync()
    {
        await Deadline.For("the app has stopped", () => running.DisposeAsync().AsTask());
        if (emulator is not null)
            await Deadline.For("the emulator has stopped", () => emulator.DisposeAsync().AsTask());
        folder.Delete(recursive: true);
    }

    public static string SamplePolicies => File.ReadAllText(Path.Combine(Root, "policies.sample.json"));

    /// <summary>The emulated fleet without a past.</summary>
    public static IReadOnlyList<EmulatedCluster> Newborn => SeededFleet.Create(TimeProvider.System.GetUtcNow());

    public string IdOf(string cluster) => Hopsworks.List().Single(c => c.Name == cluster).Id;

    private static async Task WriteAsync(
        IEnumerable<AuditEntry> audit, IReadOnlyList<ActivityChange> activity, RunSettings settings, CancellationToken cancellationToken)
    {
        using var database = new StateDatabase(settings.StateDirectory, settings.Account);
        // The entries are many, and a crash would lose nothing that matters.
        await database.CallAsync(connection => connection.Do("PRAGMA synchronous = OFF"), cancellationToken);
        var log = new SqliteAuditLog(database);
        foreach (var entry in audit)
            await log.AppendAsync(entry, cancellationToken);
        await new ActivityLog(new SqliteDocumentStore(database, TimeProvider.System), Duration.FromDays(StateOptions.MostActivityDays))
            .AppendAsync(activity, cancellationToken);
    }

    private static string Root =>
        typeof(LocalApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "RepositoryRoot").Value!;
}
