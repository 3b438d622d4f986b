using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Webhooks;

public static class WebhookServices
{
    /// <summary>Adds <see cref="WebhookHandler"/>, which uses the services of <see cref="OperationsServices.AddOperations"/>.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebhookOptions>()
            .Configure(options => WebhookSettings.Read(configuration.GetSection(WebhookOptions.Section), options));
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSingleton<WebhookDeduplicator>();
        services.AddSingleton<WebhookCommandExecutor>();
        services.AddSingleton<SignedDeliveries>();
        services.AddSingleton<WebhookHandler>();
        services.AddSingleton(provider => new OwnSecrets(name => Sources(provider)
            .Any(source => name.Equals(source.SigningSecretName, StringComparison.OrdinalIgnoreCase))));
        return services;
    }

    private static Dictionary<string, WebhookSource>.ValueCollection Sources(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<WebhookOptions>>().Value.Sources.Values;
}
