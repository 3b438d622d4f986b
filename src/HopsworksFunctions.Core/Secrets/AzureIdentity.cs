using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace HopsworksFunctions.Core.Secrets;

/// <summary>The app's identity in Azure: its managed identity, or in development the developer's own.</summary>
public static class AzureIdentity
{
    public static TokenCredential Create(IConfiguration configuration)
    {
        if (LocalSecrets.IsDevelopment(configuration))
            return OfDeveloper();
        return new ManagedIdentityCredential(configuration["AZURE_CLIENT_ID"] is { Length: > 0 } clientId
            ? ManagedIdentityId.FromUserAssignedClientId(clientId)
            : ManagedIdentityId.SystemAssigned);
    }

    public static TokenCredential OfDeveloper() => new DefaultAzureCredential(
        new DefaultAzureCredentialOptions { ExcludeManagedIdentityCredential = true, ExcludeWorkloadIdentityCredential = true });
}
