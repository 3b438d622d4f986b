using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Tests.Hopsworks;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging.Abstractions;
using EmulatedWorker = HopsworksEmulator.ControlPlane.Worker;

namespace HopsworksFunctions.Tests.Faults;

/// <summary>The real reconciler with the real clients, over sockets to an emulator of its own, on a clock that skips waits.</summary>
internal sealed class FaultRig : IAsyncDisposable
{
    public static readonly DateTimeOffset Monday = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly IReadOnlyList<EmulatedWorker> Workers =
        [new("Standard_D8_v3", 512, 2), new("Standard_D16_v3", 512, 3, new(50, FallBackOnDemand: true))];

    private const string Key = "kEyMaRkEr-of-faults";

    private const string Policies = """
        { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
          'rules': [ { 'name': 'production', 'match': { 'name': 'prod-*' }, 'protect': true },
                     { 'name': 'dev', 'match': { 'name': 'dev-*' }, 'schedule': 'office' },
                     { 'name': 'demo', 'match': { 'name': 'demo-*' }, 'idle': { 'after': '20m', 'samples': 3, 'probe': 'extended' } } ] }
        """;

    private static readonly TimeSpan[] Deadlines =
        [new HopsworksOptions().Timeout, new HopsworksOptions().TotalTimeout, new ProbeOptions().ProbeTimeout,
            new ProbeOptions().ProbeTotalTimeout];

    private readonly ServiceProvider services;
    private int runs;

    private FaultRig(EmulatorServer emulator, JumpingTime time)
    {
        (Emulator, Time) = (emulator, time);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Hopsworks:BaseUrl"] = emulator.BaseAddress.ToString() }).Build();
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<ISecretSource>(new SettableSecrets(Key))
            .AddHopsworksClient(configuration)
            .AddIdleProbes(configuration)
            .AddSingleton<IPolicySource>(new GivenPolicies())
            .AddSingleton<IAccountStore>(
                new DocumentAccountStore(new MemoryDocumentStore(), "faults", NullLogger<DocumentAccountStore>.Instance))
            .AddSingleton<IAuditLog>(new MemoryAuditLog())
            .AddSingleton<IRunLease>(new MemoryRunLease(time))
            .AddSingleton<AccountStorage>()
            .AddSingleton<INotificationDispatcher>(new NoNotifications())
            .AddReconciliation()
            .PostConfigureAll<HttpClientFactoryOptions>(time.Observe)
            .BuildServiceProvider();
    }

    public EmulatorServer Emulator { get; }
    public JumpingTime Time { get; }

    public static async Task<FaultRig> StartAsync()
    {
        var time = new JumpingTime(Monday.AddHours(18), Deadlines, [FaultCase.NoAnswer, FaultCase.SlowBody]);
        EmulatedCluster[] fleet = [Cluster("dev-1") with { Workers = Workers }, Cluster("dev-2"), Cluster("demo-1"), Cluster("prod-1")];
        var emulator = await EmulatorServer.StartAsync(
            new() { ApiKeys = [Key], ClusterApiKeys = [Key], ClusterApis = true, Clusters = fleet, Time = time },
            TestContext.Current.CancellationToken);
        return new(emulator, time);
    }

    /// <summary>Makes a run every five minutes. Like a timer, it skips a run that would begin during a longer one.</summary>
    /// <param name="hasty">Whether a manual run follows ten seconds later, when a cluster told to stop may still read as running.</param>
    public async Task RunAsync(DateTimeOffset from, DateTimeOffset to, bool hasty = false)
    {
        for (var tick = from; tick <= to; tick += TimeSpan.FromMinutes(5))
        {
            if (tick < Time.GetUtcNow())
                continue;
            Time.AdvanceTo(tick);
            await RunAsync("timer");
            if (!hasty)
                continue;
            Time.Advance(TimeSpan.FromSeconds(10));
            await RunAsync("HTTP");
        }
    }

    /// <summary>Returns the audit entries, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> AuditAsync() =>
        [.. (await services.GetRequiredService<IAuditLog>()
            .ReadAsync(new(Limit: 10_000), TestContext.Current.CancellationToken)).Entries.Reverse()];

    public Task<AccountState> StateAsync() => services.GetRequiredService<IAccountStore>().LoadAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Emulator.DisposeAsync();
    }

    private Task<RunReport> RunAsync(string trigger) =>
        Time.PassAsync(
            services.GetRequiredService<Reconciler>().RunAsync(new($"run-{++runs}", trigger), TestContext.Current.CancellationToken));

    private static EmulatedCluster Cluster(string name) => new()
    {
        Id = name, Name = name, Azure = new(), CreatedOn = Monday.AddDays(-90), StartedOn = Monday.AddDays(-3),
        Projects = [new() { Deployments = [new("model", "Stopped")], Jobs = [new("job", "FINISHED")] }],
    };

    private sealed class GivenPolicies : IPolicySource
    {
        private readonly PolicyReading reading = new(PolicyText.Valid(Policies), null);

        public Task<PolicyReading> ReadAsync(bool remember, CancellationToken cancellationToken) => Task.FromResult(reading);
    }
}
