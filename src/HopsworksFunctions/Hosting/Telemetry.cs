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
/// Traces and metrics go from here to Azure Monitor and to an OTLP endpoint, each where it is configured; log lines and requests go
/// from the host. Telemetry is no reason not to work: what is wrong with its settings is told in health, and the app
/// goes on without.
/// </summary>
internal static partial class Telemetry
{
    private const string AzureMonitorSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string OtlpSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AuthenticationSetting = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Adds the sending of traces and metrics, or nothing at all when nobody is to get them.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var (azure, otlp) = (IsSet(configuration, AzureMonitorSetting), IsSet(configuration, OtlpSetting));
        if (!azure && !otlp)
            return services;
        // The exporters would not start, or go on with another address, and say nothing.
        if (azure && !HasInstrumentationKey(configuration[AzureMonitorSetting]!))
            return services.AddProblem(AzureMonitorSetting, "it must hold InstrumentationKey=...;IngestionEndpoint=https://...");
        if (otlp && !IsWebAddress(configuration[OtlpSetting]!))
            return services.AddProblem(OtlpSetting, "it must be an http or https address, such as http://localhost:4317");
        AddSending(services, configuration, azure, otlp);
        return services;
    }

    // A method of its own: to enter it loads the exporters, which an app that sends nothing is spared.
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
                // Whatever the host's trace says, which marks none of its own as recorded; last, since the exporter brings one of its own.
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
        // The host's own words for it: "Authorization=AAD" means the identity instead of the key in the connection string.
        if (configuration[AuthenticationSetting]?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) == true)
            options.Credential = services.GetRequiredService<TokenCredential>();
        options.DisableOfflineStorage = true;
        // The host measures the process, and its requests, already.
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

    // What is logged at the start reaches nobody in Azure, where the host keeps what is said within an invocation; health tells it too.
    private static IServiceCollection AddProblem(this IServiceCollection services, string setting, string problem)
    {
        var message = $"no traces and metrics are sent, since {setting} cannot be used: {problem}";
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
