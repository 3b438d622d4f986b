using HopsworksFunctions.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.Reconciliation;

public static class ReconciliationServices
{
    /// <summary>Adds <see cref="RunGate"/>, and the reconciler behind it.</summary>
    public static IServiceCollection AddReconciliation(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<RunMetrics>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<RunGate>();
        return services;
    }
}
