using Azure.Core;
using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core;

public static class AccountsServices
{
    /// <summary>
    /// Adds <see cref="AccountSettings"/>, <see cref="AccountServices"/>, and the services that run several accounts on timers.
    /// </summary>
    /// <param name="add">Adds the services of one account, with its settings.</param>
    public static IServiceCollection AddAccounts(
        this IServiceCollection services, IConfiguration configuration, Action<IServiceCollection, IConfiguration> add)
    {
        services.AddSingleton(_ => new AccountSettings(configuration));
        services.AddSingleton(provider => new AccountServices(
            provider, provider.GetRequiredService<AccountSettings>(), add, SettingsValidation.Problem));
        services.TryAddSingleton(provider => AccountQueue.Of(
            provider.GetRequiredService<IOptions<StateOptions>>().Value, provider.GetRequiredService<TokenCredential>()));
        services.AddSingleton<AccountBoard>();
        services.AddSingleton<AccountRun>();
        services.AddSingleton<AccountTick>();
        services.AddSingleton<AccountDigests>();
        services.AddSingleton<AccountList>();
        return services;
    }
}
