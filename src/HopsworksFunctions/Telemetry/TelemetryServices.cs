namespace HopsworksFunctions.Telemetry;

internal static class TelemetryServices
{
    /// <summary>Adds the sending of traces and metrics, or nothing at all when nobody is to get them.</summary>
    public static IServiceCollection AddTelemetryExport(this IServiceCollection services, IConfiguration configuration) =>
        TelemetryExport.IsWanted(configuration) ? services.AddHostedService<TelemetryExport>() : services;
}
