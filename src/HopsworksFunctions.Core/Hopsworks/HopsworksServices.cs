using System.Net.Http.Headers;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.Hopsworks.Wire;
using HopsworksFunctions.Core.Http;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Refit;

namespace HopsworksFunctions.Core.Hopsworks;

public static class HopsworksServices
{
    /// <summary>
    /// Adds <see cref="HopsworksClient"/>, also as <see cref="IHopsworksClient"/>. Its API key comes from the registered <see
    /// cref="Secrets.ISecretSource"/>.
    /// </summary>
    public static IServiceCollection AddHopsworksClient(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HopsworksOptions>().Bind(configuration.GetSection(HopsworksOptions.Section));
        services.AddSingleton<IValidateOptions<HopsworksOptions>, HopsworksOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        if (LocalSecrets.Find(configuration) is { } key)
            services.AddSingleton(provider => new LocalSecret(Options(provider).ApiKeySecretName, key));
        services.AddSingleton(provider => OwnSecrets.Of(() => Options(provider).ApiKeySecretName));
        services.AddTransient<ApiKeyHandler>();
        services.TryAddSingleton<HopsworksTransport>();
        var http = services.AddRefitGeneratedClient<IHopsworksApi>(
            new RefitSettings(new SystemTextJsonContentSerializer(WireJson.Default.Options)))
            .ConfigureHttpClient((provider, client) => Configure(client, Options(provider)))
            .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<HopsworksTransport>().Handler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The factory's loggers would write request headers at Trace level.
            .RemoveAllLoggers()
            .AddHttpMessageHandler<ApiKeyHandler>();
        http.AddResilienceHandler("hopsworks", (pipeline, context) =>
            HopsworksResilience.Configure(
                pipeline, Options(context.ServiceProvider), context.ServiceProvider.GetRequiredService<TimeProvider>()));
        http.AddHttpMessageHandler(provider => new BufferingHandler(Options(provider).MaxResponseSize));
        services.AddSingleton(provider => new HopsworksClient(
            provider.GetRequiredService<IHopsworksApi>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<HopsworksClient>>()));
        services.AddSingleton<IHopsworksClient>(provider => provider.GetRequiredService<HopsworksClient>());
        return services;
    }

    private static HopsworksOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<HopsworksOptions>>().Value;

    private static void Configure(HttpClient client, HopsworksOptions options)
    {
        client.BaseAddress = options.BaseUrl;
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.Add("hopsai-api-version", "v1");
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("HopsworksFunctions", ProductVersion.Text));
    }
}
