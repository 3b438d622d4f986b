using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using HopsworksFunctions.Cli.LocalHost.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The gRPC server to which workers connect. It identifies each worker by the ID with which it was started.</summary>
internal sealed class WorkerGateway : FunctionRpc.FunctionRpcBase
{
    private readonly ConcurrentDictionary<string, WorkerChannel> _expected = new();

    /// <summary>Starts the server. Workers use its first address.</summary>
    public static async Task<(WorkerGateway Gateway, WebApplication Server)> StartAsync(CancellationToken cancellationToken)
    {
        var gateway = new WorkerGateway();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddRouting().AddSingleton(gateway).Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        var server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<WorkerGateway>();
        await server.StartAsync(cancellationToken);
        return (gateway, server);
    }

    public void Expect(string workerId, WorkerChannel channel) => _expected[workerId] = channel;

    public void Forget(string workerId) => _expected.TryRemove(workerId, out _);

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (await requestStream.MoveNext(context.CancellationToken) && requestStream.Current.StartStream is { WorkerId: var id } &&
            _expected.TryRemove(id, out var channel))
            await channel.ServeAsync(requestStream, responseStream, context.CancellationToken);
        else
            throw new Grpc.Core.RpcException(new(StatusCode.PermissionDenied, "This host started no such worker."));
    }
}
