using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Reports.Savings;

public static class SavingsServices
{
    private const string ClientName = "retail-prices";

    /// <summary>Adds <see cref="SavingsLedger"/>, <see cref="Digest"/>, and the price sources in the order they are tried.</summary>
    public static IServiceCollection AddSavings(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SavingsOptions>().Bind(configuration.GetSection(SavingsOptions.Section));
        services.AddSingleton<IValidateOptions<SavingsOptions>, SavingsOptionsValidator>();
        services.AddHttpClient(ClientName, client =>
        {
            client.BaseAddress = RetailPrices.Host;
            client.Timeout = TimeSpan.FromSeconds(10);
            client.MaxResponseContentBufferSize = 4 * 1024 * 1024;
        }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        }).SetHandlerLifetime(Timeout.InfiniteTimeSpan).RemoveAllLoggers();
        services.AddSingleton<IPriceSource, PriceTableSource>();
        services.AddSingleton<IPriceSource>(provider => new RetailPrices(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName),
            provider.GetRequiredService<IOptions<SavingsOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MachineSizes>();
        services.AddSingleton<PriceResolver>();
        services.AddSingleton<SavingsLedger>();
        services.AddSingleton<Digest>();
        return services;
    }
}
