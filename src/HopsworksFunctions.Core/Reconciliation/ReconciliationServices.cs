using HopsworksFunctions.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.Reconciliation;

public static class ReconciliationServices
{
    /// <summary>Adds <see cref="RunStarter"/>, and <see cref="ImpossibleRun"/> for invalid settings.</summary>
    public static IServiceCollection AddReconciliation(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<RunMetrics>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<ImpossibleRun>();
        return services;
    }
}
