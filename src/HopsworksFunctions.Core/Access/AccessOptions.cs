using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Access;

/// <summary>The settings for callers' permissions, in section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>The name of the Key Vault secret with the owner key.</summary>
    [Required(ErrorMessage = "Access__OwnerKeySecretName must be the name of the Key Vault secret with the owner's key, "
        + "such as hopsworks-functions-owner-key.")]
    [RegularExpression(
        "[0-9a-zA-Z-]{1,127}",
        ErrorMessage = "Access__OwnerKeySecretName must be a Key Vault secret's name: 1 to 127 letters, digits and hyphens.")]
    public string OwnerKeySecretName { get; set; } = "hopsworks-functions-owner-key";
}

[OptionsValidator]
internal sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
