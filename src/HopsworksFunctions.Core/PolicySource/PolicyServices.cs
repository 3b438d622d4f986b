using Azure.Core;
using Azure.Storage.Blobs;
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
        services.AddSingleton<LastGoodPolicies>();
        services.AddSingleton(Text);
        services.AddSingleton<IPolicySource, PolicySource>();
        return services;
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
