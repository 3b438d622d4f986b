using System.ComponentModel.DataAnnotations;
using HopsworksFunctions.Core.Configuration;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.KeepLinks;

/// <summary>The settings for links in messages, section <c>Links</c>.</summary>
public sealed class LinkOptions
{
    public const string Section = "Links";

    /// <summary>The address before <c>/keep</c> and <c>/start</c> in a link. Null if neither the setting nor the host gives one.</summary>
    [WebAddress(AllowLoopback = true, ErrorMessage = "Links__BaseUrl must be the https address of this app's functions, "
        + "such as https://my-app.azurewebsites.net/api (http only for localhost).")]
    public Uri? BaseUrl { get; set; }

    /// <summary>The name of the Key Vault secret that signs links.</summary>
    [Required(ErrorMessage = "Links__SigningKeySecretName must be the name of the Key Vault secret that signs links, "
        + "such as hopsworks-functions-link-key.")]
    [RegularExpression(
        "[0-9a-zA-Z-]{1,127}",
        ErrorMessage = "Links__SigningKeySecretName must be a Key Vault secret's name: 1 to 127 letters, digits and hyphens.")]
    public string SigningKeySecretName { get; set; } = "hopsworks-functions-link-key";

    /// <summary>Returns the address of the functions on a host, such as <c>my-app.azurewebsites.net</c>.</summary>
    internal static Uri? AddressOf(string? host) =>
        Uri.TryCreate($"https://{host}/api", UriKind.Absolute, out var address)
            ? address.IsLoopback ? new UriBuilder(address) { Scheme = Uri.UriSchemeHttp, Port = address.Port }.Uri : address
            : null;
}

[OptionsValidator]
internal sealed partial class LinkOptionsValidator : IValidateOptions<LinkOptions>;
