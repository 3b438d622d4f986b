using Azure.Core;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Accounts;

public static class AccountQueueServices
{
    /// <summary>Adds <see cref="AccountQueue"/>, which uses the app's <see cref="TokenCredential"/>.</summary>
    public static IServiceCollection AddAccountQueue(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => AccountQueue.Of(
            provider.GetRequiredService<IOptions<StateOptions>>().Value, provider.GetRequiredService<TokenCredential>()));
        return services;
    }
}
