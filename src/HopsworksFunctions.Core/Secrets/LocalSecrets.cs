using HopsworksFunctions.Core.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Secrets;

/// <summary>API keys and other secrets in settings: convenient on a developer's machine, rejected elsewhere.</summary>
internal static class LocalSecrets
{
    public static bool IsDevelopment(IConfiguration configuration) =>
        string.Equals(configuration["AZURE_FUNCTIONS_ENVIRONMENT"], "Development", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the API key, with the setting's name as its version; null if no setting has one.</summary>
    public static Secret? Find(IConfiguration configuration) => Find(configuration, "Hopsworks:ApiKey", "HOPSWORKSAI_API_KEY");

    /// <summary>Returns the key for all clusters' own APIs, like <see cref="Find(IConfiguration)"/>.</summary>
    public static Secret? FindForClusters(IConfiguration configuration) => Find(configuration, "Hopsworks:ClusterApiKey");

    /// <summary>Returns the secrets by their names in Key Vault, from the settings <c>Secrets__NAME</c>.</summary>
    public static Dictionary<string, Secret> FindAll(IConfiguration configuration) => configuration.GetSection("Secrets").GetChildren()
        .Select(setting => (setting.Key, Value: SecretText.Clean(setting.Value)))
        .Where(setting => setting.Value.Length > 0)
        .ToDictionary(setting => setting.Key, setting => new Secret(setting.Value, $"Secrets__{setting.Key}", null),
            StringComparer.OrdinalIgnoreCase);

    public static string Refusal(string setting) =>
        $"{setting} contains a secret. Secrets in settings are allowed in development only (AZURE_FUNCTIONS_ENVIRONMENT=Development). "
            + $"Remove the setting, store the secret in Key Vault, and replace it if others could have seen it.";

    private static Secret? Find(IConfiguration configuration, params string[] settings) => settings
        .Select(setting => new Secret(
            SecretText.Clean(configuration[setting]), setting.Replace(":", "__", StringComparison.Ordinal), null))
        .FirstOrDefault(secret => secret.Value.Length > 0);
}

/// <summary>A secret from its own setting on a developer's machine, with the name it has in Key Vault elsewhere.</summary>
internal sealed record LocalSecret(string Name, Secret Secret);

/// <summary>Rejects secrets in settings outside development, and a missing Key Vault.</summary>
internal sealed class SecretsEnvironmentValidator(IConfiguration configuration) : IValidateOptions<SecretsOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretsOptions options) =>
        (LocalSecrets.IsDevelopment(configuration), LocalSecrets.Find(configuration)) switch
        {
            (false, { Version: var setting }) => ValidateOptionsResult.Fail(LocalSecrets.Refusal(setting)),
            (false, null) when LocalSecrets.FindAll(configuration).Values.FirstOrDefault() is { } secret =>
                ValidateOptionsResult.Fail(LocalSecrets.Refusal(secret.Version)),
            (false, null) when options.KeyVaultUri is null => ValidateOptionsResult.Fail(
                "KeyVault__Uri is missing: set it to the address of the Key Vault that holds the Hopsworks.ai API key, such as "
                    + "https://my-vault.vault.azure.net."),
            // Each of several accounts names its own key, which is a setting Secrets__NAME here.
            (true, null) when options.KeyVaultUri is null && !SeveralAccounts.AreIn(configuration) => ValidateOptionsResult.Fail(
                "There is no Hopsworks.ai API key: set Hopsworks__ApiKey or HOPSWORKSAI_API_KEY, or KeyVault__Uri to the address "
                    + "of the Key Vault that holds it."),
            _ => ValidateOptionsResult.Success,
        };
}
