using Azure.Core;
using Azure.Storage.Blobs;
using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Core.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.PolicySource;

public static class PolicyServices
{
    /// <summary>Adds <see cref="IPolicySource"/>; blobs are read with the app's <see cref="TokenCredential"/>.</summary>
    public static IServiceCollection AddPolicies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PolicyOptions>().Bind(configuration.GetSection(PolicyOptions.Section));
        services.AddSingleton<IValidateOptions<PolicyOptions>, PolicyOptionsValidator>();
        services.AddSingleton(Calendars);
        services.AddSingleton<KeptDates>();
        services.AddSingleton<PolicyCalendars>();
        services.AddSingleton<LastGoodPolicies>();
        services.AddSingleton(Text);
        services.AddSingleton<IPolicySource, PolicySource>();
        return services;
    }

    private static SourceReader Calendars(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<PolicyOptions>>().Value;
        return new(
            options.Blob is { } blob ? new PolicyOrigin.Blob(blob) : new PolicyOrigin.Folder(Path.GetDirectoryName(options.FullPath)!),
            address => SourceReader.Blob(address, provider.GetRequiredService<TokenCredential>),
            provider.GetRequiredService<TimeProvider>());
    }

    private static IPolicyText Text(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<PolicyOptions>>().Value;
        return options.Blob is { } blob
            ? new PolicyTextBlob(Client(provider, blob))
            : new PolicyTextFile(options.FullPath);
    }

    private static BlobClient Client(IServiceProvider provider, Uri blob) =>
        new(blob, provider.GetRequiredService<TokenCredential>(), new BlobClientOptions().Bounded());
}
