using HopsworksFunctions.Core.Health;
using HopsworksFunctions.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.Reconciliation;

public static class ReconciliationServices
{
    /// <summary>Adds <see cref="RunGate"/>, the reconciler behind it, and <see cref="HealthCheck"/>.</summary>
    public static IServiceCollection AddReconciliation(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<RunMetrics>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<RunGate>();
        services.AddSingleton<HealthCheck>();
        return services;
    }
}
