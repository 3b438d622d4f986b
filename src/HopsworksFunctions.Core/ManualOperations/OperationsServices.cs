using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.ManualOperations;

public static class OperationsServices
{
    /// <summary>Adds <see cref="OperationsGate"/> and what it opens to: <see cref="Holds"/> and <see cref="ManualActions"/>.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<OperationsGate>();
        services.AddSingleton<ClusterLookup>();
        services.AddSingleton<Holds>();
        services.AddSingleton<ManualActions>();
        services.AddSingleton<KeepRunning>();
        return services;
    }
}
