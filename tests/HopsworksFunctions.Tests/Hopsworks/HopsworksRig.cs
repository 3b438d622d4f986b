using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace HopsworksFunctions.Tests.Hopsworks;

/// <summary>The real client from the real container, with a socket to an emulator of its own.</summary>
internal sealed class HopsworksRig : IAsyncDisposable
{
    public const string Key = "emulator-key-1c0ffee5ecret";
    private readonly ServiceProvider services;

    private HopsworksRig(EmulatorServer emulator, Dictionary<string, string?> settings)
    {
        Emulator = emulator;
        settings.TryAdd("Hopsworks:BaseUrl", emulator.BaseAddress.ToString());
        var collection = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging())
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ISecretSource>(Secrets)
            .AddHopsworksClient(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        collection.PostConfigureAll<HttpClientFactoryOptions>(
            options => options.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Add(new Recorder(this))));
        services = collection.BuildServiceProvider();
        Client = services.GetRequiredService<HopsworksClient>();
    }

    public EmulatorServer Emulator { get; }
    public ObservedTime Time { get; } = new();
    public SettableSecrets Secrets { get; } = new(Key);
    public HopsworksClient Client { get; }
    public FakeLogCollector Logs => services.GetFakeLogCollector();
    /// <summary>The headers of each request, as sent.</summary>
    public List<(HttpMethod Method, Dictionary<string, string> Headers)> Sent { get; } = [];

    public static async Task<HopsworksRig> StartAsync(params (string Setting, string Value)[] settings) =>
        await StartAsync([Dev], settings);

    public static async Task<HopsworksRig> StartAsync(IReadOnlyList<EmulatedCluster> clusters, EmulatorTimings timings) => new(
        await EmulatorServer.StartAsync(
            new() { ApiKeys = [Key], Clusters = clusters, Timings = timings }, TestContext.Current.CancellationToken), []);

    public static async Task<HopsworksRig> StartAsync(IReadOnlyList<EmulatedCluster> clusters,
        params (string Setting, string Value)[] settings) => new(
        await EmulatorServer.StartAsync(new() { ApiKeys = [Key], Clusters = clusters }, TestContext.Current.CancellationToken),
        settings.ToDictionary(pair => pair.Setting, pair => (string?)pair.Value));

    public static readonly EmulatedCluster Dev = new() { Id = "c1", Name = "dev-1", Azure = new() { Location = "North Europe" } };

    /// <summary>Waits until the emulator has received a call.</summary>
    public async Task CalledAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Emulator.Calls.All.Count == 0) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Emulator.DisposeAsync();
    }

    private sealed class Recorder(HopsworksRig rig) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers.Concat(request.Content!.Headers)
                .ToDictionary(header => header.Key, header => string.Join(' ', header.Value));
            lock (rig.Sent) rig.Sent.Add((request.Method, headers));
            return base.SendAsync(request, cancellationToken);
        }
    }
}
