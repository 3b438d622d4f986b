using System.Net;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksEmulator.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HopsworksEmulator;

/// <summary>The emulated API on a loopback port, in process.</summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private EmulatorServer(EmulatorOptions options)
    {
        ControlPlane = new(options.Time, options.Timings);
        ApiKeys = new(options.ApiKeys);
        foreach (var cluster in options.Clusters)
            ControlPlane.Add(cluster);

        // The empty builder reads no settings, environment or arguments: an emulator inside a test is the same everywhere.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        app = builder.Build();

        var json = ApiJson.With(options.DatesInMilliseconds);
        new ApiRoutes(ControlPlane, json, new(ControlPlane, json, ApiKeys, Faults, Calls, options.Time)).Map(app);
        app.Map("/{**path}", UnknownRouteAsync);
    }

    public Uri BaseAddress { get; private set; } = null!;
    public EmulatedControlPlane ControlPlane { get; }
    public FaultPlan Faults { get; } = new();
    public CallLog Calls { get; } = new();
    public ApiKeys ApiKeys { get; }

    public static async Task<EmulatorServer> StartAsync(EmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new EmulatorServer(options ?? new());
        await server.app.StartAsync(cancellationToken);
        var addresses = server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        server.BaseAddress = new(addresses.First());
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task UnknownRouteAsync(HttpContext context)
    {
        Calls.Add(new(ControlPlane.Now, Operation.Unknown, null, $"403 {context.Request.Method} {context.Request.Path}", Done: false));
        await GatewayAnswer.WriteAsync(context, 403, GatewayAnswer.MissingAuthenticationToken);
    }
}
