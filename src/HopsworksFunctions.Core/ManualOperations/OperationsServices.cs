using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.ManualOperations;

public static class OperationsServices
{
    /// <summary>
    /// Adds <see cref="Holds"/>, <see cref="Freezes"/>, <see cref="ManualActions"/>, <see cref="KeepRunning"/> and
    /// <see cref="StartAgain"/>.
    /// </summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<ClusterLookup>();
        services.AddSingleton<Holds>();
        services.AddSingleton<Freezes>();
        services.AddSingleton<ManualActions>();
        services.AddSingleton<KeepRunning>();
        services.AddSingleton<StartAgain>();
        return services;
    }
}
