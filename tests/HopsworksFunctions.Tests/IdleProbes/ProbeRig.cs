using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Emulator;
using HopsworksFunctions.Tests.Hopsworks;
using HopsworksFunctions.Tests.Policies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.IdleProbes;

/// <summary>
/// The real activity checks from the real container, over sockets to the clusters' own APIs in an emulator with a clock that stands still.
/// </summary>
internal sealed class ProbeRig : IAsyncDisposable
{
    public const string Key = "emulator.cluster-kEyMaRkEr";
    private readonly ServiceProvider services;

    private ProbeRig(EmulatorServer emulator, Dictionary<string, string?> settings, DelegatingHandler? wire)
    {
        Emulator = emulator;
        var collection = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging())
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ISecretSource>(Secrets)
            .AddIdleProbes(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        if (wire is not null)
            collection.PostConfigureAll<HttpClientFactoryOptions>(
                options => options.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Add(wire)));
        services = collection.BuildServiceProvider();
    }

    public EmulatorServer Emulator { get; }
    public FakeTimeProvider Time { get; } = new(Emulated.Noon);
    public SettableSecrets Secrets { get; } = new(Key);
    public IActivityChecks Probe => services.GetRequiredService<IActivityChecks>();
    public FakeLogCollector Logs => services.GetFakeLogCollector();

    public static async Task<ProbeRig> StartAsync(
        Func<EmulatorOptions, EmulatorOptions>? change = null, Dictionary<string, string?>? settings = null, DelegatingHandler? wire = null)
    {
        var options = new EmulatorOptions { Time = new FakeTimeProvider(Emulated.Noon), ClusterApis = true, Clusters = [Emulated.C1] };
        return new(await EmulatorServer.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken), settings
            ?? [], wire);
    }

    public static async Task<ProbeRig> StartAsync(params EmulatedProject[] projects) =>
        await StartAsync(options => options with { Clusters = [Emulated.C1 with { Projects = projects }] });

    /// <summary>Returns the cluster as the control plane reports it.</summary>
    public ProbeTarget Target(string id = "c1", string probe = "yarn", string rule = "") =>
        new(new Cluster { Id = id, Name = id, Url = Emulator.ControlPlane.Get(id)!.Url },
            Rule(probe, rule));

    public Task<Sample> SampleAsync(string probe = "yarn", string rule = "") => SampleAsync(Target(probe: probe, rule: rule));

    public async Task<Sample> SampleAsync(ProbeTarget target) =>
        (await Probe.ProbeAsync([target], TestContext.Current.CancellationToken))[target.Cluster.Id];

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Emulator.DisposeAsync();
    }

    private static Rule Rule(string probe, string more) => PolicyText.Valid($$"""
        { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } }, 'rules': [ { 'name': 'r', 'match': {}, 'idle': { 'after': '1h', 'probe': '{{probe}}' }{{more}} } ] }
        """).Rules[0];
}
