using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Forecasts;

namespace HopsworksFunctions.BrowserTests;

/// <summary>The forecast for the rest of this month, on the card of savings.</summary>
public sealed class ForecastCardTests(Browser browser, SampleApp sample)
{
    [Fact]
    public async Task The_card_has_the_totals_of_the_months_of_its_zone_and_their_assumptions()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(sample.It);
        var table = page.It.Locator(".forecast table");
        await Expect(table).ToBeVisibleAsync();
        var answer = await page.It.APIRequest.GetAsync(
            $"{sample.It.Page.Replace("dashboard", "forecast", StringComparison.Ordinal)}?zone=policies",
            new() { Headers = new Dictionary<string, string> { ["x-functions-key"] = sample.It.Key } });
        var forecast = JsonSerializer.Deserialize<Forecast>(await answer.TextAsync(), HttpJson.Options)!;

        Assert.Contains(page.Requests, request => request.EndsWith("forecast?zone=policies&limit=1", StringComparison.Ordinal));
        Assert.Equal("Europe/Stockholm", forecast.Zone);
        string[] hours = [.. new[] { forecast.LastMonth, forecast.SoFar, forecast.ThisMonth! }
            .Select(part => $"{Math.Round(part.HoursUp, MidpointRounding.AwayFromZero).ToString("N0", CultureInfo.InvariantCulture)} h")];
        Assert.Equal(hours, await table.GetByRole(AriaRole.Row, new() { Name = "Hours up" }).Locator("td").AllTextContentsAsync());
        await Expect(table.GetByRole(AriaRole.Row, new() { Name = "Cost" }).Locator("td").Last).ToContainTextAsync("$");
        Assert.True(forecast.ThisMonth!.SavedUsd > forecast.SoFar.SavedUsd);
        Assert.Equal(forecast.Assumptions.Count, await page.It.Locator("#grounds h4 + ul li").CountAsync());
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_forecast_that_cannot_be_had_leaves_the_rest_of_the_card()
    {
        await using var page = await browser.OpenAsync();
        await page.It.RouteAsync("**/api/forecast?*", route => route.FulfillAsync(new() { Status = 503 }));
        await page.ShowAsync(sample.It);

        await Expect(page.It.Locator("#saved")).ToContainTextAsync("$");
        await Expect(page.It.Locator(".forecast")).ToHaveCountAsync(0);
        await Expect(page.It.Locator("#trouble")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Without_policies_it_says_that_there_is_none()
    {
        await using var page = await browser.OpenAsync();
        await page.It.RouteAsync("**/api/forecast?*", async route =>
        {
            var answer = await route.FetchAsync();
            var forecast = JsonSerializer.Deserialize<Forecast>(await answer.TextAsync(), HttpJson.Options)!;
            await route.FulfillAsync(new()
            {
                Response = answer, Body = JsonSerializer.Serialize(forecast with { Rest = null }, HttpJson.Options),
            });
        });
        await page.ShowAsync(sample.It);

        await Expect(page.It.Locator(".forecast")).ToContainTextAsync("There is no forecast without valid policies.");
        await Expect(page.It.Locator(".forecast tbody tr").First.Locator("td").Last).ToHaveTextAsync("–");
        Assert.Empty(page.Errors);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1400)]
    [InlineData(ColorScheme.Dark, 1400)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task It_can_be_read_in_each_theme_and_width(ColorScheme colors, int width)
    {
        await using var page = await browser.OpenAsync(colors, phone: width < 400);
        await page.It.SetViewportSizeAsync(width, 900);
        await page.ShowAsync(sample.It);
        await Expect(page.It.Locator(".forecast table")).ToBeVisibleAsync();
        await page.PictureAsync($"forecast-{colors}-{width}");

        await page.AssertReadableAsync();
    }
}
