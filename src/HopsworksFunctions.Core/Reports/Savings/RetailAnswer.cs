using System.Text.Json.Serialization;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>A page of Azure's price list, https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices.</summary>
internal sealed record RetailAnswer(IReadOnlyList<RetailPrice>? Items, string? NextPageLink);

/// <summary>An item of the price list, with only the fields used here.</summary>
internal sealed record RetailPrice
{
    public string? CurrencyCode { get; init; }
    public decimal TierMinimumUnits { get; init; }
    [JsonPropertyName("retailPrice")]
    public decimal Amount { get; init; }
    public string? ArmRegionName { get; init; }
    public DateTimeOffset EffectiveStartDate { get; init; }
    public string? MeterName { get; init; }
    public string? ProductName { get; init; }
    public string? SkuName { get; init; }
    public string? ServiceName { get; init; }
    public string? UnitOfMeasure { get; init; }
    public string? Type { get; init; }
    public bool IsPrimaryMeterRegion { get; init; }
    public string? ArmSkuName { get; init; }

    /// <summary>
    /// Returns the hourly pay-as-you-go price of a machine without Windows; null if the list has no such price, or several.
    /// </summary>
    /// <remarks>Reservations are excluded because they are priced for their whole term, although their unit is also one hour.</remarks>
    public static decimal? Choose(IEnumerable<RetailPrice> items, Machine machine, Instant now)
    {
        var fit = items.Where(i => i.IsFor(machine) && i.EffectiveStartDate <= now.ToDateTimeOffset()).ToList();
        if (fit.Count > 1 && fit.Exists(i => i.IsPrimaryMeterRegion))
            fit.RemoveAll(i => !i.IsPrimaryMeterRegion);
        var prices = fit.Where(i => i.EffectiveStartDate == fit.Max(f => f.EffectiveStartDate)).Select(i => i.Amount).Distinct().ToList();
        return prices is [> 0 and var price] ? price : null;
    }

    private bool IsFor(Machine machine) =>
        Type == "Consumption" && UnitOfMeasure == "1 Hour" && CurrencyCode == "USD" && TierMinimumUnits == 0
        && ServiceName == "Virtual Machines" && ArmRegionName == machine.Region && ArmSkuName == machine.InstanceType
        && !Has(ProductName, "Windows") && !Has(ProductName, "CloudServices") && !Has(ProductName, "Cloud Services")
        && !Has(SkuName, "Spot") && !Has(SkuName, "Low Priority") && !Has(MeterName, "Spot") && !Has(MeterName, "Low Priority");

    private static bool Has(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
