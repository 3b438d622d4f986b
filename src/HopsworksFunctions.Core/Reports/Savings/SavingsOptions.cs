using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>The settings in section <c>Savings</c>.</summary>
public sealed class SavingsOptions
{
    public const string Section = "Savings";

    /// <summary>The optional price table: a path, relative to the app's folder unless absolute, or a blob's https address.</summary>
    [Required(ErrorMessage = "Savings__PricesSource is empty. Set it to a path such as prices.json "
        + "or to a blob's https address; the file may be absent.")]
    public string PricesSource { get; set; } = "prices.json";

    /// <summary>Whether to use Azure's public price list for Azure machine types that are missing from the table.</summary>
    public bool RetailPrices { get; set; } = true;

    /// <summary>The blob's address; null if the source is a path.</summary>
    public Uri? Blob => Uri.TryCreate(PricesSource, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? uri : null;

    public string FullPath => Path.GetFullPath(PricesSource, AppContext.BaseDirectory);
}

[OptionsValidator]
internal sealed partial class SavingsOptionsValidator : IValidateOptions<SavingsOptions>;
