using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.State.Sqlite;

public static class SqliteServices
{
    /// <summary>Stores the state in the folder given by <see cref="StateOptions.Directory"/>.</summary>
    public static IServiceCollection AddSqliteState(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new StateDatabase(Options(provider).Directory!, Options(provider).Account));
        services.TryAddSingleton<IDocumentStore, SqliteDocumentStore>();
        services.TryAddKeyedSingleton(
            StateOptions.AllAccounts, (provider, _) => new StateDatabase(Options(provider).Directory!, StateOptions.AllAccounts));
        services.TryAddKeyedSingleton<IDocumentStore>(StateOptions.AllAccounts, (provider, _) => new SqliteDocumentStore(
            provider.GetRequiredKeyedService<StateDatabase>(StateOptions.AllAccounts), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IAuditLog, SqliteAuditLog>();
        services.TryAddSingleton<IRunLease>(provider => new FileRunLease(
            Options(provider).Directory!, Options(provider).Account, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ISnapshotStore>(
            provider => new FolderSnapshotStore(Options(provider).Directory!, Options(provider).Account));
        return services;
    }

    private static StateOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<StateOptions>>().Value;
}
