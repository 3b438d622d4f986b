using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using HopsworksFunctions.Core.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.State.AzureStorage;

public static class AzureStorageServices
{
    /// <summary>Stores the state in the storage account from the settings, using the app's <see cref="TokenCredential"/>.</summary>
    public static IServiceCollection AddAzureStorageState(this IServiceCollection services)
    {
        services.TryAddSingleton<IDocumentStore>(provider => new TableDocumentStore(
            Table(provider), Options(provider).Account, provider.GetRequiredService<TimeProvider>()));
        services.TryAddKeyedSingleton<IDocumentStore>(StateOptions.AllAccounts, (provider, _) => new TableDocumentStore(
            Table(provider), StateOptions.AllAccounts, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IAuditLog>(provider => new TableAuditLog(Table(provider), Options(provider).Account));
        services.TryAddSingleton<IRunLease>(provider => new BlobRunLease(
            Container(provider), Options(provider).Account, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ISnapshotStore>(provider => new BlobSnapshotStore(Container(provider), Options(provider).Account));
        return services;
    }

    private static TableClient Table(IServiceProvider provider) => new(
        Options(provider).TableServiceUri, TableDocumentStore.TableName, provider.GetRequiredService<TokenCredential>(),
        new TableClientOptions().Bounded());

    private static BlobContainerClient Container(IServiceProvider provider) => new BlobServiceClient(
        Options(provider).BlobServiceUri, provider.GetRequiredService<TokenCredential>(), new BlobClientOptions().Bounded())
        .GetBlobContainerClient(BlobRunLease.ContainerName);

    private static StateOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<StateOptions>>().Value;
}
