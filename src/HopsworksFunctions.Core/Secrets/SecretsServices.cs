using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using HopsworksFunctions.Core.Hopsworks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Secrets;

public static class SecretsServices
{
    /// <summary>Adds <see cref="ISecretSource"/>, and the app's <see cref="TokenCredential"/> for whatever else needs Azure.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SecretsOptions>().Bind(configuration.GetSection(SecretsOptions.Section));
        services.AddSingleton<IValidateOptions<SecretsOptions>, SecretsOptionsValidator>();
        services.AddSingleton<IValidateOptions<SecretsOptions>>(new SecretsEnvironmentValidator(configuration));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => AzureIdentity.Create(configuration));
        services.TryAddSingleton(provider => new SecretClient(Options(provider).KeyVaultUri, provider.GetRequiredService<TokenCredential>()));
        services.AddSingleton(provider => CreateSource(provider, configuration));
        return services;
    }

    private static SecretsOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<SecretsOptions>>().Value;

    private static ISecretSource CreateSource(IServiceProvider provider, IConfiguration configuration)
    {
        // The options come first: they refuse local secrets outside development.
        var options = Options(provider);
        var vault = options.KeyVaultUri is null ? null : new KeyVaultSecretSource(
            provider.GetRequiredService<SecretClient>(), options, provider.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble,
            provider.GetRequiredService<ILogger<KeyVaultSecretSource>>());
        var local = LocalKey.FindAll(configuration);
        if (LocalKey.Find(configuration) is { } key)
            local[provider.GetRequiredService<IOptions<HopsworksOptions>>().Value.ApiKeySecretName] = key;
        return local.Count == 0 ? vault! : new LocalSecretSource(local, vault);
    }
}
