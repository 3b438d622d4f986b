using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.ManualOperations;

public static class OperationsServices
{
    /// <summary>
    /// Adds <see cref="Holds"/>, <see cref="Freezes"/>, <see cref="ManualActions"/>, <see cref="KeepRunning"/>,
    /// <see cref="StartAgain"/> and <see cref="StateRestore"/>.
    /// </summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<ClusterLookup>();
        services.AddSingleton<Holds>();
        services.AddSingleton<Freezes>();
        services.AddSingleton<ManualActions>();
        services.AddSingleton<KeepRunning>();
        services.AddSingleton<StartAgain>();
        services.AddSingleton<StateRestore>();
        return services;
    }
}
