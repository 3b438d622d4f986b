using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>
/// Machine prices from Azure's public price list, which needs no key. Prices, including missing ones, are cached for a day.
/// </summary>
/// <param name="http">A client; the app calls only the host of its base address.</param>
internal sealed class RetailPrices(HttpClient http, IOptions<SavingsOptions> options, TimeProvider time) : IPriceSource
{
    public static readonly Uri Host = new("https://prices.azure.com/");

    private const int MaxPages = 5;
    private static readonly Duration Kept = Duration.FromHours(24);
    private static readonly Duration KeptFailure = Duration.FromMinutes(15);

    private readonly ConcurrentDictionary<Machine, Answer> answers = [];

    public Task<OpenPrices> OpenAsync(CancellationToken cancellationToken) => Task.FromResult(new OpenPrices(RateAsync));

    private async ValueTask<Rate?> RateAsync(Machine machine, CancellationToken cancellationToken) =>
        options.Value.RetailPrices && await FindAsync(machine, cancellationToken) is { } price
            ? new(price, null, "Azure retail price")
            : null;

    /// <summary>Returns the price; null if there is none or the list did not answer.</summary>
    public async Task<decimal?> FindAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (machine is not { Cloud: Cloud.Azure, Region: not null })
            return null;
        var now = time.GetCurrentInstant();
        if (answers.TryGetValue(machine, out var known) && now < known.Until)
            return known.Price;
        try
        {
            var price = RetailPrice.Choose(await AskAsync(machine, cancellationToken), machine, now);
            answers[machine] = new(price, now + Kept);
            return price;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or NotSupportedException or OperationCanceledException)
        {
            answers[machine] = new(null, now + KeptFailure);
            return null;
        }
    }

    private async Task<List<RetailPrice>> AskAsync(Machine machine, CancellationToken cancellationToken)
    {
        var filter = $"serviceName eq 'Virtual Machines' and armRegionName eq '{Quoted(machine.Region!)}'"
            + $" and armSkuName eq '{Quoted(machine.InstanceType)}' and priceType eq 'Consumption'";
        var query = $"api-version=2023-01-01-preview&currencyCode='USD'&$filter={Uri.EscapeDataString(filter)}";
        var next = new Uri(http.BaseAddress!, $"api/retail/prices?{query}");
        var items = new List<RetailPrice>();
        for (var page = 0; next is not null; page++)
        {
            // An unread page may contain another price, so a list with too many pages counts as no answer. A link to another host also
            // does.
            if (page == MaxPages || next.GetLeftPart(UriPartial.Authority) != http.BaseAddress!.GetLeftPart(UriPartial.Authority))
                return [];
            var answer = await http.GetFromJsonAsync<RetailAnswer>(next, cancellationToken);
            items.AddRange(answer?.Items ?? []);
            next = answer?.NextPageLink is { Length: > 0 } link && Uri.TryCreate(link, UriKind.Absolute, out var address) ? address : null;
        }
        return items;
    }

    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private sealed record Answer(decimal? Price, Instant Until);
}
