using System.Data.Common;
using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using HopsworksFunctions.Core.Telemetry;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HopsworksFunctions.Hosting;

/// <summary>
/// Sends traces and metrics to Azure Monitor and an OTLP endpoint, where configured; the host sends log lines and requests. Invalid
/// telemetry settings do not stop the app: health reports them, and the app runs without telemetry.
/// </summary>
internal static partial class Telemetry
{
    private const string AzureMonitorSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string OtlpSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AuthenticationSetting = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Adds the export of traces and metrics, or nothing when no receiver is configured.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var (azure, otlp) = (IsSet(configuration, AzureMonitorSetting), IsSet(configuration, OtlpSetting));
        if (!azure && !otlp)
            return services;
        // With invalid settings, the exporters would silently not start or use another address.
        if (azure && !HasInstrumentationKey(configuration[AzureMonitorSetting]!))
            return services.AddProblem(AzureMonitorSetting, "it must hold InstrumentationKey=...;IngestionEndpoint=https://...");
        if (otlp && !IsWebAddress(configuration[OtlpSetting]!))
            return services.AddProblem(OtlpSetting, "it must be an http or https address, such as http://localhost:4317");
        AddSending(services, configuration, azure, otlp);
        return services;
    }

    // A separate method: calling it loads the exporters, which an app without telemetry does not need.
    private static void AddSending(IServiceCollection services, IConfiguration configuration, bool azure, bool otlp)
    {
        services.AddOptions<AzureMonitorExporterOptions>()
            .Configure<IServiceProvider>((options, provider) => Configure(options, configuration, provider));
        services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(traces =>
            {
                traces.AddSource(TelemetrySource.Name);
                if (azure)
                    traces.AddAzureMonitorTraceExporter();
                if (otlp)
                    traces.AddOtlpExporter();
                // Ignores the host's trace flags, which mark nothing as recorded. Last, because the exporter sets its own sampler.
                traces.SetSampler(new AlwaysOnSampler());
            })
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(TelemetrySource.Name);
                if (azure)
                    metrics.AddAzureMonitorMetricExporter();
                if (otlp)
                    metrics.AddOtlpExporter();
            });
    }

    private static void Configure(AzureMonitorExporterOptions options, IConfiguration configuration, IServiceProvider services)
    {
        options.ConnectionString = configuration[AzureMonitorSetting];
        // The host's convention: "Authorization=AAD" means the identity instead of the key in the connection string.
        if (configuration[AuthenticationSetting]?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) == true)
            options.Credential = services.GetRequiredService<TokenCredential>();
        options.DisableOfflineStorage = true;
        // The host already measures the process and its requests.
        options.EnableStandardMetrics = false;
        options.EnablePerformanceCounters = false;
    }

    private static bool HasInstrumentationKey(string connectionString)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
            return parts.TryGetValue("InstrumentationKey", out var key) && key is string { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    private static bool IsSet(IConfiguration configuration, string setting) => !string.IsNullOrWhiteSpace(configuration[setting]);

    // Azure shows no log lines from the start, because the host keeps only those of invocations, so health also reports the problem.
    private static IServiceCollection AddProblem(this IServiceCollection services, string setting, string problem)
    {
        var message = $"No traces or metrics are sent: {setting} is not usable: {problem}";
        services.AddHealthChecks().AddCheck("telemetry", () => HealthCheckResult.Degraded(message));
        return services.AddHostedService(provider => new Complaint(message, provider.GetRequiredService<ILogger<Complaint>>()));
    }

    private sealed class Complaint(string problem, ILogger<Complaint> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            Log.NotSent(logger, problem);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Telemetry: {Problem}")]
        public static partial void NotSent(ILogger logger, string problem);
    }
}
