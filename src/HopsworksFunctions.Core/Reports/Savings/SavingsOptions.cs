using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Settings of the section <c>Savings</c>.</summary>
public sealed class SavingsOptions
{
    public const string Section = "Savings";

    /// <summary>
    /// Your own prices: a path, which counts from the app's folder unless it is absolute, or a blob's https address.
    /// There need be nothing there.
    /// </summary>
    [Required(ErrorMessage = "Savings__PricesSource is empty: set it to the path of a price table, such as prices.json, "
        + "or to the https address of a blob; there need be nothing there.")]
    public string PricesSource { get; set; } = "prices.json";

    /// <summary>Whether machine types of Azure that the table does not have are looked up in Azure's public price list.</summary>
    public bool RetailPrices { get; set; } = true;

    /// <summary>Null for a path.</summary>
    public Uri? Blob => Uri.TryCreate(PricesSource, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? uri : null;

    public string FullPath => Path.GetFullPath(PricesSource, AppContext.BaseDirectory);
}

[OptionsValidator]
internal sealed partial class SavingsOptionsValidator : IValidateOptions<SavingsOptions>;
