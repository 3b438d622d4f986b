using System.ComponentModel.DataAnnotations;
using HopsworksFunctions.Core.Configuration;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>Settings of the section <c>Hopsworks</c>.</summary>
public sealed class HopsworksOptions
{
    public const string Section = "Hopsworks";

    /// <summary>The address of the control plane; http is only for this machine.</summary>
    [WebAddress(AllowLoopback = true,
        ErrorMessage = "Hopsworks__BaseUrl must be an https address such as https://api.hopsworks.ai (http only for localhost).")]
    public Uri BaseUrl { get; set; } = new("https://api.hopsworks.ai");

    /// <summary>The name of the API key's secret in Key Vault.</summary>
    [Required(ErrorMessage = "Hopsworks__ApiKeySecretName must be the name of the Key Vault secret that holds the API key, "
        + "such as hopsworks-api-key.")]
    [RegularExpression("[0-9a-zA-Z-]{1,127}",
        ErrorMessage = "Hopsworks__ApiKeySecretName must be a Key Vault secret's name: 1 to 127 letters, digits and hyphens.")]
    public string ApiKeySecretName { get; set; } = "hopsworks-api-key";

    /// <summary>The timeout of one answer. The API's gateway gives up after about 29 seconds.</summary>
    [TimeBetween("00:00:01", "00:05:00", ErrorMessage = "Hopsworks__Timeout must be between 00:00:01 and 00:05:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The timeout of a read, including all retries.</summary>
    [TimeBetween("00:00:01", "00:10:00", ErrorMessage = "Hopsworks__TotalTimeout must be between 00:00:01 and 00:10:00.")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The largest accepted answer, in bytes; 10,000 clusters take about 20 MB.</summary>
    [Range(1024, 1 << 30, ErrorMessage = "Hopsworks__MaxResponseSize must be between 1024 and 1073741824.")]
    public int MaxResponseSize { get; set; } = 32 * 1024 * 1024;
}

[OptionsValidator]
internal sealed partial class HopsworksOptionsValidator : IValidateOptions<HopsworksOptions>;
