using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.State;

public static class StateServices
{
    public static IServiceCollection AddState(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IAccountStore>(new MemoryAccountStore(configuration[AccountOptions.Setting] ?? AccountOptions.Default));
        return services;
    }
}
