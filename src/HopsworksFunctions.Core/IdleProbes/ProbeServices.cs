using System.Net;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.IdleProbes;

public static class ProbeServices
{
    private const string HttpName = "cluster";

    /// <summary>Adds the <see cref="IActivityProbe"/> that asks the clusters themselves, with keys from the registered <see cref="ISecretSource"/>.</summary>
    public static IServiceCollection AddActivityProbe(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProbeOptions>().Bind(configuration.GetSection(HopsworksOptions.Section));
        services.AddSingleton<IValidateOptions<ProbeOptions>, ProbeOptionsValidator>();
        services.AddSingleton<IValidateOptions<ProbeOptions>>(new ProbeEnvironmentValidator(configuration));
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(HttpName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(CreateTransport)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The factory's loggers would write request headers at Trace.
            .RemoveAllLoggers();
        services.AddSingleton<IActivityProbe>(provider => CreateProbe(provider, LocalKey.FindForClusters(configuration)));
        return services;
    }

    private static ClusterProbe CreateProbe(IServiceProvider provider, Secret? local)
    {
        // The options come first: they refuse a local key outside development.
        var options = provider.GetRequiredService<IOptions<ProbeOptions>>().Value;
        var time = provider.GetRequiredService<TimeProvider>();
        var keys = new ClusterKeys(provider.GetRequiredService<ISecretSource>(), options.ClusterKeySecretPattern, local, time);
        var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpName);
        return new(new(http, keys, options.ProbeTimeout, time), options, time, provider.GetRequiredService<ILogger<ClusterProbe>>());
    }

    private static SocketsHttpHandler CreateTransport() => new()
    {
        // A redirect would carry the key to another host.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
}
