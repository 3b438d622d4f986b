using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Core.State.Files;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.State;

public static class StateServices
{
    /// <summary>Adds <see cref="IAccountStore"/>, <see cref="IDocumentStore"/>, <see cref="IAuditLog"/> and <see cref="IRunLease"/>; in Azure they use the app's <see cref="TokenCredential"/>.</summary>
    public static IServiceCollection AddState(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StateOptions>()
            .Bind(configuration.GetSection(StateOptions.Section))
            .Configure(options => options.Account = configuration[nameof(StateOptions.Account)] ?? options.Account);
        services.AddSingleton<IValidateOptions<StateOptions>, StateOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(CreateStore);
        services.TryAddSingleton(CreateAudit);
        services.TryAddSingleton(CreateLease);
        services.TryAddSingleton<IAccountStore>(provider => new DocumentAccountStore(
            provider.GetRequiredService<IDocumentStore>(), Given(provider).Options.Account, provider.GetRequiredService<ILogger<DocumentAccountStore>>()));
        services.TryAddSingleton<AccountStorage>();
        return services;
    }

    private static IDocumentStore CreateStore(IServiceProvider provider)
    {
        var (options, time) = Given(provider);
        return options.Directory is { Length: > 0 } directory
            ? new FileDocumentStore(directory, options.Account, time)
            : new TableDocumentStore(Table(provider, options), options.Account, time);
    }

    private static IAuditLog CreateAudit(IServiceProvider provider)
    {
        var (options, time) = Given(provider);
        return options.Directory is { Length: > 0 } directory
            ? new FileAuditLog(directory, options.Account, time)
            : new TableAuditLog(Table(provider, options), options.Account);
    }

    private static TableClient Table(IServiceProvider provider, StateOptions options) =>
        new(options.TableServiceUri, TableDocumentStore.TableName, provider.GetRequiredService<TokenCredential>(), new TableClientOptions().Bounded());

    private static IRunLease CreateLease(IServiceProvider provider)
    {
        var (options, time) = Given(provider);
        return options.Directory is { Length: > 0 } directory
            ? new FileRunLease(directory, options.Account, time)
            : new BlobRunLease(Container(provider, options), options.Account, time);
    }

    private static BlobContainerClient Container(IServiceProvider provider, StateOptions options) =>
        new BlobServiceClient(options.BlobServiceUri, provider.GetRequiredService<TokenCredential>(), new BlobClientOptions().Bounded())
            .GetBlobContainerClient(BlobRunLease.ContainerName);

    private static (StateOptions Options, TimeProvider Time) Given(IServiceProvider provider) =>
        (provider.GetRequiredService<IOptions<StateOptions>>().Value, provider.GetRequiredService<TimeProvider>());
}
