using System.Diagnostics.Metrics;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.Reconciliation;

public static class ReconciliationServices
{
    /// <summary>Adds <see cref="RunStarter"/>, <see cref="MissedRuns"/>, and <see cref="ImpossibleRun"/> for invalid settings.</summary>
    public static IServiceCollection AddReconciliation(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton(provider => new RunMetrics(
            provider.GetRequiredService<IMeterFactory>(), SeveralAccounts.AreIn(provider.GetRequiredService<IConfiguration>())));
        services.AddSingleton<Reconciler>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<MissedRuns>();
        services.AddSingleton<ImpossibleRun>();
        return services;
    }
}
