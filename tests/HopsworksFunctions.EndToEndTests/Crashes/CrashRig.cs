using System.Diagnostics;
using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.EndToEndTests.Deployed;
using HopsworksFunctions.EndToEndTests.Processes;
using Microsoft.Extensions.Time.Testing;

using Worker = HopsworksEmulator.ControlPlane.Worker;

namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>
/// Two clusters with workers and office hours, and processes of the published app that run over them one after the other. Their state is in
/// one folder, and the test sets their time.
/// </summary>
internal sealed class CrashRig : IAsyncDisposable
{
    public const string Subject = "dev-1";
    public const string Other = "dev-2";

    public static readonly DateTimeOffset Monday = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly IReadOnlyList<Worker> Workers =
        [new("Standard_D8_v3", 512, 2), new("Standard_D16_v3", 512, 3, new(50, FallBackOnDemand: true))];

    /// <summary>How long an answer may be held back, until <see cref="PassUntilAsync"/>.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private const string ApiKey = "kEyMaRkEr-of-crashes";

    private readonly FakeTimeProvider time;
    private LocalFunctionsHost? host;
    private AppLog log = new();
    private Task run = Task.CompletedTask;

    private CrashRig(EmulatorServer hopsworks, FakeTimeProvider time)
    {
        (Hopsworks, this.time) = (hopsworks, time);
        File.WriteAllText(State.PolicyFile, """
            { "schedules": { "office": { "up": ["mon-fri 07:00-19:00"] } }, "rules": [{ "name": "dev", "match": { "name": "dev-*" }, "schedule": "office" }] }
            """);
    }

    public EmulatorServer Hopsworks { get; }
    public StateFolder State { get; } = new();

    public static async Task<CrashRig> StartAsync()
    {
        var time = new FakeTimeProvider(Monday);
        return new(await EmulatorServer.StartAsync(new()
        {
            ApiKeys = [ApiKey], Clusters = [Cluster(Subject), Cluster(Other)],
            Time = time
        }), time);
    }

    /// <summary>The time of the latest run.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Begins a run at a time, in the current process or, if there is none, in a new one.</summary>
    public async Task BeginRunAsync(DateTimeOffset at)
    {
        State.Clock = at;
        time.SetUtcNow(at);
        host ??= await State.StartAppAsync(
            Hopsworks, ApiKey, log, ("DOTNET_STARTUP_HOOKS", Repository.ProcessClock), ("CLOCK_FILE", State.ClockFile));
        run = host.InvokeTimerAsync("Reconcile", TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the latest run ends, and fails unless it succeeds.</summary>
    public async Task EndRunAsync()
    {
        await run;
        Assert.Contains(": Ok, ", log.Lines.Last(line => line.Contains("timer run ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    public async Task RunAsync(DateTimeOffset at)
    {
        await BeginRunAsync(at);
        await EndRunAsync();
    }

    public Task CalledAsync(Operation operation, string cluster) =>
        Eventually.IsTrueAsync(() => Hopsworks.Calls.Of(operation, cluster).Count > 0, () => $"{operation} of {cluster} is called");

    /// <summary>
    /// Advances the emulator's time moment by moment, because one moment may pass before it begins to hold back its answer.
    /// </summary>
    public Task PassUntilAsync(Func<bool> condition, string what) => Eventually.IsTrueAsync(
        () =>
        {
            time.Advance(Moment);
            return condition();
        },
        () => what);

    /// <summary>Sends SIGKILL to the app's process alone, as in a crash. The next run starts a new one.</summary>
    public async Task KillAsync()
    {
        using (var process = Process.GetProcessById(host!.ChildProcessId))
            process.Kill();
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await StopHostAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopHostAsync();
        await Hopsworks.DisposeAsync();
        State.Dispose();
    }

    private async Task StopHostAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        await log.DisposeAsync();
        (host, log) = (null, new());
    }

    private static EmulatedCluster Cluster(string name) => new()
    {
        Id = name, Name = name, Azure = new(), CreatedOn = Monday.AddDays(-90), StartedOn = Monday.AddDays(-3), Workers = Workers,
    };
}
