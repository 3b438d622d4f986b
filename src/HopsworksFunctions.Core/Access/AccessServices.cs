using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Access;

public static class AccessServices
{
    /// <summary>Adds the <see cref="OwnerKey"/>, which reads from the registered <see cref="ISecretSource"/>.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection(AccessOptions.Section));
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddSingleton(provider => OwnSecrets.Of(
            () => provider.GetRequiredService<IOptions<AccessOptions>>().Value.OwnerKeySecretName));
        return services.AddSingleton<OwnerKey>();
    }
}
