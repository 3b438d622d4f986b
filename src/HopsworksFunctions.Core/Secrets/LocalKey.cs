using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Secrets;

/// <summary>An API key in a setting: convenient on a developer's machine, refused anywhere else.</summary>
internal static class LocalKey
{
    private static readonly string[] Settings = ["Hopsworks:ApiKey", "HOPSWORKSAI_API_KEY"];

    public static bool IsDevelopment(IConfiguration configuration) =>
        string.Equals(configuration["AZURE_FUNCTIONS_ENVIRONMENT"], "Development", StringComparison.OrdinalIgnoreCase);

    /// <summary>The key, with the setting's name for its version; null when no setting has one.</summary>
    public static Secret? Find(IConfiguration configuration) => Settings
        .Where(setting => !string.IsNullOrWhiteSpace(configuration[setting]))
        .Select(setting => new Secret(configuration[setting]!.Trim(), setting.Replace(":", "__", StringComparison.Ordinal), null))
        .FirstOrDefault();
}

/// <summary>Refuses a key in a setting outside development, and a missing vault.</summary>
internal sealed class SecretsEnvironmentValidator(IConfiguration configuration) : IValidateOptions<SecretsOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretsOptions options) => (LocalKey.IsDevelopment(configuration), LocalKey.Find(configuration)) switch
    {
        (false, { Version: var setting }) => ValidateOptionsResult.Fail(
            $"{setting} holds an API key, which is allowed in development only (AZURE_FUNCTIONS_ENVIRONMENT=Development). Remove the setting, store the key in Key Vault, and generate a new key if others could have seen this one."),
        (false, null) when options.KeyVaultUri is null => ValidateOptionsResult.Fail(
            "KeyVault__Uri is missing: set it to the address of the vault that holds the Hopsworks.ai API key, such as https://my-vault.vault.azure.net."),
        (true, null) when options.KeyVaultUri is null => ValidateOptionsResult.Fail(
            "There is no Hopsworks.ai API key: set Hopsworks__ApiKey or HOPSWORKSAI_API_KEY, or KeyVault__Uri to the address of a vault that holds it."),
        _ => ValidateOptionsResult.Success,
    };
}
