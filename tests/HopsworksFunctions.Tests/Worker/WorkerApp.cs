using System.Text;
using HopsworksFunctions.Cli.LocalHost;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace HopsworksFunctions.Tests.Worker;

/// <summary>The functions of this assembly, served on a real socket by a worker in this process.</summary>
internal sealed class WorkerApp : IAsyncDisposable
{
    private readonly IHost _host;

    private WorkerApp(IHost host, int port)
    {
        _host = host;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public HttpClient Client { get; }

    public Seen Seen => _host.Services.GetRequiredService<Seen>();

    public FakeLogCollector Logs => _host.Services.GetFakeLogCollector();

    public static async Task<WorkerApp> StartAsync(Action<FunctionsApplicationBuilder>? configure = null)
    {
        var port = FreePort.Find();
        var builder = FunctionsApplication.CreateBuilder([$"--FUNCTIONS_CUSTOMHANDLER_PORT={port}"]).ConfigureFunctionsWebApplication();
        builder.Logging.ClearProviders().AddFakeLogging();
        builder.Services.AddSingleton<Seen>().AddScoped<PerInvocation>();
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new WorkerApp(host, port);
    }

    /// <summary>Invokes a timer or queue function as the host does.</summary>
    public Task<HttpResponseMessage> InvokeAsync(string function, string body, string invocationId = "id-1")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/{function}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { TransferEncodingChunked = true },
        };
        request.Headers.Add("X-Azure-Functions-InvocationId", invocationId);
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
