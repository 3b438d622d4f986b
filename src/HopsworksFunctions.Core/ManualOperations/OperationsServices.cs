using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.ManualOperations;

public static class OperationsServices
{
    /// <summary>Adds <see cref="Holds"/>, <see cref="ManualActions"/> and <see cref="KeepRunning"/>.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<ClusterLookup>();
        services.AddSingleton<Holds>();
        services.AddSingleton<ManualActions>();
        services.AddSingleton<KeepRunning>();
        return services;
    }
}
