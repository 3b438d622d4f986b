using HopsworksFunctions.Core.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Secrets;

/// <summary>Settings of the section <c>KeyVault</c>.</summary>
public sealed class SecretsOptions
{
    public const string Section = "KeyVault";

    /// <summary>Key Vault's address; null only in development, where the API key may be a setting.</summary>
    [ConfigurationKeyName("Uri")]
    [WebAddress(ErrorMessage = "KeyVault__Uri must be the vault's https address, such as https://my-vault.vault.azure.net.")]
    public Uri? KeyVaultUri { get; set; }

    /// <summary>The time for which a secret is used before it is reread, plus or minus a tenth.</summary>
    [TimeBetween("00:01:00", "1.00:00:00", ErrorMessage = "KeyVault__CacheLifetime must be between 00:01:00 and 1.00:00:00.")]
    public TimeSpan CacheLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The timeout of reading a secret, including authentication and retries.</summary>
    [TimeBetween("00:00:01", "00:05:00", ErrorMessage = "KeyVault__ReadTimeout must be between 00:00:01 and 00:05:00.")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The time before the expiry of a secret from which the app logs warnings.</summary>
    [TimeBetween("00:00:00", "365.00:00:00", ErrorMessage = "KeyVault__ExpiryWarning must be between 00:00:00 and 365.00:00:00.")]
    public TimeSpan ExpiryWarning { get; set; } = TimeSpan.FromDays(14);
}

[OptionsValidator]
internal sealed partial class SecretsOptionsValidator : IValidateOptions<SecretsOptions>;
