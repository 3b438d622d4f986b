using Azure.Core;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Core.State.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace HopsworksFunctions.Core;

public static class StateServices
{
    /// <summary>
    /// Adds <see cref="IAccountStore"/>, <see cref="IDocumentStore"/>, <see cref="IAuditLog"/>, <see cref="AuditHistory"/>,
    /// <see cref="ActivityLog"/>, <see cref="PolicyHistory"/>, <see cref="ISnapshotStore"/> and <see cref="IRunLease"/>, in a folder or in
    /// Azure, depending on the settings. In Azure they use the app's <see cref="TokenCredential"/>.
    /// </summary>
    public static IServiceCollection AddState(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(StateOptions.Section);
        services.AddOptions<StateOptions>()
            .Bind(section)
            .Configure(options =>
            {
                options.Account = StateOptions.AccountOf(configuration);
                options.IsOneOfSeveral = SeveralAccounts.AreIn(configuration);
            });
        services.AddSingleton<IValidateOptions<StateOptions>, StateOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AccountStorage>();
        services.TryAddSingleton<AuditHistory>();
        services.TryAddSingleton(provider => new ActivityLog(provider.GetRequiredService<IDocumentStore>(), Kept(provider)));
        services.TryAddSingleton(provider => new PolicyHistory(provider.GetRequiredService<IDocumentStore>(), Kept(provider)));
        services.TryAddSingleton<IAccountStore>(provider => new DocumentAccountStore(
            provider.GetRequiredService<IDocumentStore>(),
            provider.GetRequiredService<IOptions<StateOptions>>().Value.Account,
            provider.GetRequiredService<ILogger<DocumentAccountStore>>()));
        return string.IsNullOrEmpty(section[nameof(StateOptions.Directory)]) ? services.AddAzureStorageState() : services.AddSqliteState();
    }

    private static Duration Kept(IServiceProvider provider) =>
        Duration.FromDays(provider.GetRequiredService<IOptions<StateOptions>>().Value.ActivityDays);
}
