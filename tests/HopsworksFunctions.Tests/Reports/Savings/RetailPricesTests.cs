using System.Globalization;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Policies.Clusters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Reports.Savings;

/// <summary>Azure's price list, replaced by a local server. Its rows have the form of the real ones, but the prices are made up.</summary>
public sealed class RetailPricesTests : IAsyncLifetime
{
    private static readonly Machine D8 = new(Cloud.Azure, "northeurope", "Standard_D8_v3");

    private readonly WebApplication server;
    private readonly FakeTimeProvider time = new(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<string> asked = [];
    private Func<HttpContext, string> answer = _ => Page();

    public RetailPricesTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapGet("/api/retail/prices", async context =>
        {
            asked.Add(Uri.UnescapeDataString(context.Request.QueryString.Value!));
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer(context));
        });
    }

    private RetailPrices Prices => field ??= new(
        new HttpClient { BaseAddress = new(server.Urls.Single() + "/"), Timeout = TimeSpan.FromSeconds(5) },
        Options.Create(new SavingsOptions()), time);

    private static string Row(
        string price = "0.438", string type = "Consumption", string product = "Virtual Machines Dv3 Series", string sku = "D8 v3",
        string unit = "1 Hour",
        string since = "2020-08-01", bool primary = true, string tier = "0.0", string region = "northeurope", string machine = "Standard_D8_v3") => $$"""
        {"currencyCode":"USD","tierMinimumUnits":{{tier}},"retailPrice":{{price}},"unitPrice":{{price}},"armRegionName":"{{region}}","location":"EU North","effectiveStartDate":"{{since}}T00:00:00Z",
         "meterId":"m","meterName":"{{sku}}","productId":"p","skuId":"s","productName":"{{product}}","skuName":"{{sku}}","serviceName":"Virtual Machines","serviceId":"v","serviceFamily":"Compute",
         "unitOfMeasure":"{{unit}}","type":"{{type}}","isPrimaryMeterRegion":{{(primary ? "true" : "false")}},"armSkuName":"{{machine}}"}
        """;

    private static string Page(params string[] rows) => Linked("null", rows);

    private static string Linked(string next, params string[] rows) =>
        $$"""{"BillingCurrency":"USD","CustomerEntityId":"Default","CustomerEntityType":"Retail","Items":[{{string.Join(',', rows)}}],"NextPageLink":{{next}},"Count":{{rows.Length}}}""";

    private static readonly string[] Others =
    [
        Row("0.806", product: "Virtual Machines Dv3 Series Windows"), Row("0.09", sku: "D8 v3 Spot"),
        Row("0.08", sku: "D8 v3 Low Priority"), Row("0.4", product: "Dv3 Series CloudServices"),
        Row("2300", type: "Reservation"), Row("0.3", type: "DevTestConsumption"), Row("10", unit: "1/Month"), Row("0.2", tier: "100"),
        Row("9", since: "2026-07-01"), Row("0.5", region: "westeurope"),
        Row("0.6", machine: "Standard_D8s_v3"),
    ];

    [Fact]
    public async Task The_price_is_that_of_an_hour_without_windows_paid_as_it_goes()
    {
        answer = _ => Page([Row("0.44", since: "2019-01-01"), .. Others, Row("0.438")]);

        Assert.Equal(0.438m, await FindAsync(D8));
        Assert.Equal("?api-version=2023-01-01-preview&currencyCode='USD'&$filter=serviceName eq 'Virtual Machines' and armRegionName eq "
            + "'northeurope' and armSkuName eq 'Standard_D8_v3' and priceType eq 'Consumption'", asked.Single());
    }

    public static TheoryData<string[], string?> Choices => new()
    {
        { [Row("0.438"), Row("0.5")], null },
        { [Row("0.438"), Row("0.438")], "0.438" },
        { [Row("0.438", primary: false), Row("0.5")], "0.5" },
        { [Row("0.438", primary: false), Row("0.438", primary: false)], "0.438" },
        { [Row("0")], null },
        { Others, null },
        { [], null },
    };

    [Theory, MemberData(nameof(Choices))]
    public async Task One_price_or_none(string[] rows, string? price)
    {
        answer = _ => Page(rows);

        Assert.Equal(price is null ? null : decimal.Parse(price, CultureInfo.InvariantCulture), await FindAsync(D8));
    }

    [Fact]
    public async Task All_pages_count_unless_they_do_not_end_or_lead_elsewhere()
    {
        string Next(int page) => $"\"{server.Urls.Single()}/api/retail/prices?page={page}\"";
        answer = c => c.Request.Query["page"] == "1" ? Page(Row("0.5")) : Linked(Next(1), Row("0.438"));
        Assert.Null(await FindAsync(D8));
        answer = _ => Linked(Next(2), Row("0.438"));
        Assert.Null(await FindAsync(D8 with { Region = "b" }));
        answer = _ => Linked("\"http://127.0.0.1:9/api/retail/prices\"", Row("0.438"));
        Assert.Null(await FindAsync(D8 with { Region = "c" }));
        Assert.Equal(2 + 5 + 1, asked.Count);
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_day_and_a_failure_for_a_quarter_of_an_hour()
    {
        answer = _ => "<html>";
        Assert.Null(await FindAsync(D8));
        Assert.Null(await FindAsync(D8));
        answer = _ => Page();
        time.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(await FindAsync(D8));
        answer = _ => Page(Row("0.438"));
        time.Advance(TimeSpan.FromHours(23.9));
        Assert.Null(await FindAsync(D8));
        Assert.Equal(2, asked.Count);
        time.Advance(TimeSpan.FromHours(0.1));
        Assert.Equal(0.438m, await FindAsync(D8));
    }

    [Fact]
    public async Task Only_azure_is_asked_for()
    {
        Assert.Null(await FindAsync(D8 with { Cloud = Cloud.Aws }));
        Assert.Null(await FindAsync(D8 with { Region = null }));
        Assert.Empty(asked);
        Assert.Equal("https://prices.azure.com/", RetailPrices.Host.ToString());
    }

    private Task<decimal?> FindAsync(Machine machine) => Prices.FindAsync(machine, TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync() => await server.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await server.DisposeAsync();
}
