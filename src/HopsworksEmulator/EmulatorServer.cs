using System.Net;
using System.Security.Cryptography.X509Certificates;
using HopsworksEmulator.Accounts;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksEmulator.Http;

namespace HopsworksEmulator;

/// <summary>The emulated API on a loopback port, in this process.</summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly EmulatedAccounts accounts;
    private readonly Dictionary<int, (EmulatedAccount Account, string Cluster)> clusterPorts = [];

    private EmulatorServer(EmulatorOptions options)
    {
        accounts = new([.. options.Accounts.Select(account => new EmulatedAccount(
            account, new(options.Time, options.Timings, options.Upgrades), options.Faults))]);
        ClusterApiKeys = new(options.ClusterApiKeys);

        var clusterApis = options.ClusterApis ? options.Accounts.Sum(account => account.Clusters.Count) : 0;
        app = Build(options.Port, clusterApis, options.ClusterCertificate);
        var writer = new ResponseWriter(options.Time, options.Dates ?? options.Time);
        var json = EmulatorJson.Api(options.DatesInMilliseconds);
        var clusterApi = new EmulatedClusterApi(ClusterApiKeys, writer);
        app.Use((context, next) => clusterPorts.TryGetValue(context.Connection.LocalPort, out var its)
            ? clusterApi.AnswerAsync(context, its.Account, its.Cluster)
            : next(context));
        new ApiRoutes(json, new(accounts, json, writer)).Map(app);
        app.Map("/{**path}", context =>
        {
            accounts.Refuse(Operation.Unknown, null, $"403 {context.Request.Method} {context.Request.Path}");
            return GatewayAnswer.NoRouteAsync(context);
        });
    }

    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>The accounts, in the order of the options. The other properties are those of the first account.</summary>
    public IReadOnlyList<EmulatedAccount> Accounts => accounts.All;
    public EmulatedControlPlane ControlPlane => Accounts[0].ControlPlane;
    public FaultPlan Faults => Accounts[0].Faults;

    /// <summary>The calls of the first account, and all calls without a valid key or route.</summary>
    public CallLog Calls => Accounts[0].Calls;
    public ApiKeys ApiKeys => Accounts[0].ApiKeys;

    /// <summary>The keys of all clusters' own APIs.</summary>
    public ApiKeys ClusterApiKeys { get; }

    public static async Task<EmulatorServer> StartAsync(EmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var server = new EmulatorServer(options);
        await server.app.StartAsync(cancellationToken);
        var addresses = server.app.Urls.Select(address => new Uri(address)).ToList();
        server.BaseAddress = addresses[0];
        var clusters = options.Accounts.Zip(server.Accounts)
            .SelectMany(pair => pair.First.Clusters.Select(cluster => (Account: pair.Second, cluster.Id)));
        foreach (var (its, address) in clusters.Zip(addresses.Skip(1)))
        {
            server.clusterPorts[address.Port] = its;
            its.Account.ControlPlane.Set(its.Id, it => it with { Url = new Uri(address, "/hopsworks").ToString() });
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
