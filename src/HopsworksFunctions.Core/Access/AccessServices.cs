using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Access;

public static class AccessServices
{
    /// <summary>Adds the <see cref="OwnerKey"/>, from the registered <see cref="Secrets.ISecretSource"/>.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection(AccessOptions.Section));
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        return services.AddSingleton<OwnerKey>();
    }
}
