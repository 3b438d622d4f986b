using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.KeepLinks;

public static class LinkServices
{
    /// <summary>Adds the <see cref="LinkSigner"/>, with the signing key from the registered <see cref="ISecretSource"/>.</summary>
    public static IServiceCollection AddLinks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LinkOptions>()
            .Bind(configuration.GetSection(LinkOptions.Section))
            .Configure(options => options.BaseUrl ??= LinkOptions.AddressOf(configuration["WEBSITE_HOSTNAME"]));
        services.AddSingleton<IValidateOptions<LinkOptions>, LinkOptionsValidator>();
        services.AddSingleton<LinkSigner>();
        services.AddSingleton(provider => OwnSecrets.Of(
            () => provider.GetRequiredService<IOptions<LinkOptions>>().Value.SigningKeySecretName));
        return services;
    }
}
