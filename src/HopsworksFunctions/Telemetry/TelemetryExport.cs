using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using HopsworksFunctions.Core.Health;
using HopsworksFunctions.Core.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HopsworksFunctions.Telemetry;

/// <summary>
/// Sends traces and metrics to Azure Monitor and to an OTLP endpoint, each where it is configured.
/// Telemetry is no reason not to work: what is wrong with its settings is logged, and the app goes on without.
/// </summary>
internal sealed partial class TelemetryExport(IConfiguration configuration, IServiceProvider services, ILogger<TelemetryExport> logger) : IHostedService, IDisposable
{
    public const string AzureMonitorSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    public const string OtlpSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly bool azure = IsSet(configuration, AzureMonitorSetting);
    private readonly bool otlp = IsSet(configuration, OtlpSetting);
    private TracerProvider? traces;
    private MeterProvider? metrics;

    public static bool IsWanted(IConfiguration configuration) => IsSet(configuration, AzureMonitorSetting) || IsSet(configuration, OtlpSetting);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The exporter itself would go on with another address, and say nothing.
            if (otlp && !(Uri.TryCreate(configuration[OtlpSetting], UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"))
                throw new InvalidOperationException($"{OtlpSetting} must be an http or https address, such as http://localhost:4317.");
            metrics = Metrics();
            traces = Traces();
        }
        catch (Exception e)
        {
            Log.NotExported(logger, string.Join(" or ", Names()), e.Message);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    private TracerProvider Traces()
    {
        var builder = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(TelemetrySource.Name);
        if (azure)
            builder.AddAzureMonitorTraceExporter(Configure);
        if (otlp)
            builder.AddOtlpExporter();
        // Whatever the caller's trace says: the host marks none of its own as recorded.
        return builder.SetSampler(new AlwaysOnSampler()).Build();
    }

    private MeterProvider Metrics()
    {
        var builder = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(TelemetrySource.Name);
        if (azure)
            builder.AddAzureMonitorMetricExporter(Configure);
        if (otlp)
            builder.AddOtlpExporter();
        return builder.Build();
    }

    private void Configure(AzureMonitorExporterOptions options)
    {
        options.ConnectionString = configuration[AzureMonitorSetting];
        // The host's own words for it: "Authorization=AAD" means the identity instead of the key in the connection string.
        if (configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) == true)
            options.Credential = services.GetRequiredService<TokenCredential>();
        options.DisableOfflineStorage = true;
        // The host measures the process, and its requests, already.
        options.EnableStandardMetrics = false;
        options.EnablePerformanceCounters = false;
    }

    // Under the name by which the host reports, so that both are one role in Application Insights.
    private void Describe(ResourceBuilder resource) =>
        resource.AddService(configuration["WEBSITE_SITE_NAME"] ?? "hopsworks-functions", serviceVersion: HealthCheck.Version, autoGenerateServiceInstanceId: false);

    private IEnumerable<string> Names()
    {
        if (azure)
            yield return AzureMonitorSetting;
        if (otlp)
            yield return OtlpSetting;
    }

    private static bool IsSet(IConfiguration configuration, string setting) => !string.IsNullOrWhiteSpace(configuration[setting]);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "No traces and metrics are sent, since {Settings} cannot be used: {Problem}")]
        public static partial void NotExported(ILogger logger, string settings, string problem);
    }
}
