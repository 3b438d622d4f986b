using System.Net;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.IdleProbes;

public static class ProbeServices
{
    private const string HttpName = "cluster";

    /// <summary>Adds the <see cref="IActivityChecks"/> and its sources; cluster keys come from the <see cref="ISecretSource"/>.</summary>
    public static IServiceCollection AddIdleProbes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProbeOptions>().Bind(configuration.GetSection(HopsworksOptions.Section));
        services.AddSingleton<IValidateOptions<ProbeOptions>, ProbeOptionsValidator>();
        services.AddSingleton<IValidateOptions<ProbeOptions>>(new ProbeEnvironmentValidator(configuration));
        services.AddSingleton(provider => new OwnSecrets(
            name => ClusterKeys.IsName(name, provider.GetRequiredService<IOptions<ProbeOptions>>().Value.ClusterKeySecretPattern)));
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(HttpName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(CreateTransport)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The factory's loggers would write request headers at Trace level.
            .RemoveAllLoggers();
        services.AddSingleton(provider => CreateApi(provider, configuration));
        services.AddSingleton<YarnProbe>();
        services.AddSingleton<IIdleProbe>(provider => provider.GetRequiredService<YarnProbe>());
        services.AddSingleton<IIdleProbe, ExtendedProbe>();
        services.AddSingleton<IIdleProbe, AutoscaledWorkersProbe>();
        services.AddSingleton<IActivityChecks, ActivityChecks>();
        return services;
    }

    private static ClusterApi CreateApi(IServiceProvider provider, IConfiguration configuration)
    {
        // Read the options first: they reject a local key outside development.
        var options = provider.GetRequiredService<IOptions<ProbeOptions>>().Value;
        var time = provider.GetRequiredService<TimeProvider>();
        var local = LocalSecrets.FindForClusters(configuration);
        var keys = new ClusterKeys(provider.GetRequiredService<ISecretSource>(), options.ClusterKeySecretPattern, local, time);
        var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpName);
        return new(http, keys, options.ProbeTimeout, time);
    }

    private static SocketsHttpHandler CreateTransport() => new()
    {
        // A redirect would send the key to another host.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
}
