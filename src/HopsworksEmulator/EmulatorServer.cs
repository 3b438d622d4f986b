using System.Net;
using System.Security.Cryptography.X509Certificates;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksEmulator.Http;

namespace HopsworksEmulator;

/// <summary>The emulated API on a loopback port, in process.</summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Dictionary<int, string> clusterPorts = [];

    private EmulatorServer(EmulatorOptions options)
    {
        ControlPlane = new(options.Time, options.Timings, options.Upgrades);
        ApiKeys = new(options.ApiKeys);
        ClusterApiKeys = new(options.ClusterApiKeys);
        foreach (var cluster in options.Clusters)
            ControlPlane.Add(cluster);

        app = Build(options.Port, options.ClusterApis ? options.Clusters.Count : 0, options.ClusterCertificate);
        var writer = new ResponseWriter(options.Time, options.Dates ?? options.Time);
        var json = EmulatorJson.Api(options.DatesInMilliseconds);
        var clusterApi = new EmulatedClusterApi(ControlPlane, ClusterApiKeys, Faults, Calls, writer);
        app.Use((context, next) => clusterPorts.TryGetValue(context.Connection.LocalPort, out var id)
            ? clusterApi.AnswerAsync(context, id)
            : next(context));
        new ApiRoutes(ControlPlane, json, new(ControlPlane, json, ApiKeys, Faults, Calls, writer)).Map(app);
        app.Map("/{**path}", context =>
        {
            Calls.Add(new(ControlPlane.Now, Operation.Unknown, null, $"403 {context.Request.Method} {context.Request.Path}", Done: false));
            return GatewayAnswer.NoRouteAsync(context);
        });
    }

    public Uri BaseAddress { get; private set; } = null!;
    public EmulatedControlPlane ControlPlane { get; }
    public FaultPlan Faults { get; } = new();
    public CallLog Calls { get; } = new();
    public ApiKeys ApiKeys { get; }
    public ApiKeys ClusterApiKeys { get; }

    public static async Task<EmulatorServer> StartAsync(EmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var server = new EmulatorServer(options);
        await server.app.StartAsync(cancellationToken);
        var addresses = server.app.Urls.Select(address => new Uri(address)).ToList();
        server.BaseAddress = addresses[0];
        foreach (var (cluster, address) in options.Clusters.Zip(addresses.Skip(1)))
        {
            server.clusterPorts[address.Port] = cluster.Id;
            server.ControlPlane.Set(cluster.Id, it => it with { Url = new Uri(address, "/hopsworks").ToString() });
        }
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static WebApplication Build(int port, int clusterApis, X509Certificate2? certificate)
    {
        // The empty builder reads no settings or environment, so an emulator in a test is the same everywhere.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
            for (var i = 0; i < clusterApis; i++)
                kestrel.Listen(IPAddress.Loopback, 0, listen => _ = certificate is null ? listen : listen.UseHttps(certificate));
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        return builder.Build();
    }
}
