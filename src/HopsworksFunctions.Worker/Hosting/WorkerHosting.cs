using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>What makes a web application a custom handler: where it listens, when it ends, what it logs.</summary>
internal static class WorkerHosting
{
    internal const string PortSetting = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>Short, since a host that stops kills the process after two seconds.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    public static void AddWorker(this WebApplicationBuilder builder)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [new("Logging:LogLevel:Microsoft.AspNetCore", nameof(LogLevel.Warning))],
        });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        // It writes the query string, and that holds the function key.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);

        var services = builder.Services;
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        services.TryAddSingleton(TimeProvider.System);
        services.AddProblemDetails();
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, WorkerLifetime>());
        if (!OperatingSystem.IsWindows())
        {
            services.AddSingleton(new ParentProcess(ParentProcess.CurrentId));
            services.AddHostedService<HostWatch>();
        }
    }

    /// <summary>Binds the loopback port that the host gave, whatever else the environment asks for.</summary>
    public static void ListenToHost(this WebApplicationBuilder builder)
    {
        // A process that ends with 0 is never restarted: only a requested stop may say 0.
        Environment.ExitCode = 1;
        var port = ParsePort(builder.Configuration[PortSetting]);
        builder.WebHost.PreferHostingUrls(true).UseUrls($"http://127.0.0.1:{port}");
    }

    private static ushort ParsePort(string? text) =>
        string.IsNullOrWhiteSpace(text)
            ? throw new InvalidOperationException($"{PortSetting} is not set. The Functions host sets it when it starts a custom handler; start this app with a Functions host, or set it.")
            : ushort.TryParse(text, out var port) && port > 0
                ? port
                : throw new InvalidOperationException($"{PortSetting} is '{text}', which is not a port from 1 to 65535.");
}
