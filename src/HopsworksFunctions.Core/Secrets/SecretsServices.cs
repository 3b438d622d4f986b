using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Secrets;

public static class SecretsServices
{
    /// <summary>Adds <see cref="ISecretSource"/>, and the app's <see cref="TokenCredential"/> for other services that use Azure.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SecretsOptions>().Bind(configuration.GetSection(SecretsOptions.Section));
        services.AddSingleton<IValidateOptions<SecretsOptions>, SecretsOptionsValidator>();
        services.AddSingleton<IValidateOptions<SecretsOptions>>(new SecretsEnvironmentValidator(configuration));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => AzureIdentity.Create(configuration));
        services.AddSingleton(provider => CreateSource(provider, configuration));
        return services;
    }

    private static SecretsOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<SecretsOptions>>().Value;

    private static ISecretSource CreateSource(IServiceProvider provider, IConfiguration configuration)
    {
        // Read the options first: they reject local secrets outside development.
        var options = Options(provider);
        var vault = options.KeyVaultUri is null ? null : CreateVault(provider, options);
        var local = LocalSecrets.FindAll(configuration);
        foreach (var named in provider.GetServices<LocalSecret>())
            local[named.Name] = named.Secret;
        return local.Count == 0 ? vault! : new LocalSecretSource(local, vault);
    }

    // A separate method: mentioning the client loads its library, which an app without a Key Vault does not need.
    private static KeyVaultSecretSource CreateVault(IServiceProvider provider, SecretsOptions options) => new(
        provider.GetService<SecretClient>() ?? new SecretClient(options.KeyVaultUri, provider.GetRequiredService<TokenCredential>()),
        options, provider.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble,
        provider.GetRequiredService<ILogger<KeyVaultSecretSource>>());
}
