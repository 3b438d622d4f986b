using System.Globalization;
using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.EndToEndTests.Processes;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>Two clusters with workers and office hours, and processes that run over them, one after the other, with their state in one folder.</summary>
internal sealed class CrashRig : IAsyncDisposable
{
    public const string Subject = "dev-1";
    public const string Other = "dev-2";

    public static readonly DateTimeOffset Monday = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly IReadOnlyList<Worker> Workers =
        [new("Standard_D8_v3", 512, 2), new("Standard_D16_v3", 512, 3, new(50, FallBackOnDemand: true))];

    /// <summary>For how long an answer may be kept back, until <see cref="PassUntilAsync"/>.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private const string ApiKey = "kEyMaRkEr-of-crashes";

    private readonly FakeTimeProvider time;
    private ChildProcess? process;
    private int runs;

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
        return new(await EmulatorServer.StartAsync(new() { ApiKeys = [ApiKey], Clusters = [Cluster(Subject), Cluster(Other)], Time = time }), time);
    }

    /// <summary>A run at an instant, in the process that there is or a new one.</summary>
    public async Task BeginRunAsync(DateTimeOffset at)
    {
        process ??= Start();
        time.SetUtcNow(at);
        runs++;
        await process.WriteLineAsync(at.ToString("O", CultureInfo.InvariantCulture));
    }

    /// <summary>Waits for the end of the run that was begun.</summary>
    public Task EndRunAsync() => process!.WaitForLineAsync($"run {runs}: Ok");

    /// <summary>Of the process that there is.</summary>
    public Task FirstRunIsOverAsync() => process!.WaitForLineAsync("run 1: ");

    public async Task RunAsync(DateTimeOffset at)
    {
        await BeginRunAsync(at);
        await EndRunAsync();
    }

    public Task CalledAsync(Operation operation, string cluster) =>
        Eventually.IsTrueAsync(() => Hopsworks.Calls.Of(operation, cluster).Count > 0, () => $"{operation} of {cluster} is called");

    /// <summary>Lets moments pass for Hopsworks: one may be too early for an answer that it is about to keep back.</summary>
    public Task PassUntilAsync(Func<bool> condition, string what) => Eventually.IsTrueAsync(
        () =>
        {
            time.Advance(Moment);
            return condition();
        },
        () => what);

    public async Task KillAsync()
    {
        process!.Kill();
        Assert.Equal(128 + 9, await process.WaitForExitAsync());
        await process.DisposeAsync();
        (process, runs) = (null, 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        await Hopsworks.DisposeAsync();
        State.Dispose();
    }

    private ChildProcess Start() => ChildProcess.Start(Repository.CrashFixture, [], new Dictionary<string, string?>
    {
        ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
        ["AZURE_TOKEN_CREDENTIALS"] = "dev",
        ["HOPSWORKSAI_API_KEY"] = ApiKey,
        ["Hopsworks__BaseUrl"] = Hopsworks.BaseAddress.ToString(),
        ["Policies__Source"] = State.PolicyFile,
        ["State__Directory"] = State.Path,
        ["Account"] = StateFolder.Account,
    });

    private static EmulatedCluster Cluster(string name) => new()
    {
        Id = name, Name = name, Azure = new(), CreatedOn = Monday.AddDays(-90), StartedOn = Monday.AddDays(-3), Workers = Workers,
    };
}
