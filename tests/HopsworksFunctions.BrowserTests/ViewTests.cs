namespace HopsworksFunctions.BrowserTests;

/// <summary>Links to a cluster and to a filtered fleet, the time zone, and the keyboard.</summary>
public sealed class ViewTests(Browser browser, SampleApp sample)
{
    [Fact]
    public async Task A_cluster_has_a_page_and_a_link_and_the_way_back_leads_to_its_line()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(sample.It);

        await page.Line("train-churn").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.It.GetByRole(AriaRole.Heading, new() { Name = "train-churn" })).ToBeFocusedAsync();
        Assert.EndsWith("#/cluster/train-churn", page.It.Url, StringComparison.Ordinal);
        await Expect(page.It.Locator("#panel-starts .lead")).ToContainTextAsync("min");
        await Expect(page.It.Locator("#panel-workers")).ToContainTextAsync("Standard_D16_v3");
        await Expect(page.It.Locator("#panel-week svg .up title").First).ToContainTextAsync("Running ");
        await Expect(page.It.Locator("#panel-history .a-who").First).ToContainTextAsync("rule training");
        await page.PictureAsync("cluster");

        await page.It.GoBackAsync();
        await Expect(page.Line("train-churn").GetByRole(AriaRole.Link)).ToBeFocusedAsync();

        await page.GoAsync(sample.It, "#/cluster/no-such");
        await Expect(page.It.GetByRole(AriaRole.Heading, new() { Name = "No cluster is named no-such" })).ToBeVisibleAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_cluster_has_the_savings_of_the_month()
    {
        await using var page = await browser.OpenAsync();
        // The page's clock is two weeks behind, because the month that begins today has no savings yet.
        await page.It.Clock.SetFixedTimeAsync(TimeProvider.System.GetUtcNow().AddDays(-14).UtcDateTime);
        await page.ShowAsync(sample.It);

        await page.Line("train-churn").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.It.Locator("#panel-saved .lead")).ToContainTextAsync("$");
        await Expect(page.It.Locator("#panel-saved")).ToContainTextAsync("stopped by policy");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task What_the_fleet_is_narrowed_to_is_in_the_address_and_opens_for_others()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(sample.It);

        await page.It.GetByLabel("Filter the clusters").FillAsync("train-");
        await page.It.GetByLabel("Group").SelectOptionAsync("owner");
        await page.It.GetByLabel("Sort").SelectOptionAsync("name");
        var link = page.It.Url;
        Assert.EndsWith("#/?q=train-&group=owner&sort=name", link, StringComparison.Ordinal);

        await page.It.GotoAsync("about:blank");
        await page.It.GotoAsync(link);
        await Expect(page.It.Locator("#shown")).ToHaveTextAsync("4 of 16");
        await Expect(page.It.Locator("#table .head:visible").First).ToContainTextAsync("growth");
        await Expect(page.Line("dev-anna")).ToBeHiddenAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task One_time_zone_is_named_once_and_holds_for_every_time_and_sentence()
    {
        await using var page = await browser.OpenAsync(zone: "Australia/Adelaide");
        await page.ShowAsync(sample.It);
        var next = page.Line("train-vision").Locator(".c-next time");
        var reason = page.Line("train-vision").Locator(".reason");

        await Expect(page.It.Locator("#zone")).ToHaveValueAsync("policies");
        await Expect(next).ToContainTextAsync(":00");
        Assert.Contains(":00", await reason.TextContentAsync(), StringComparison.Ordinal);

        await page.It.GetByLabel("Times in").SelectOptionAsync("Australia/Adelaide (yours)");
        await Expect(next).ToContainTextAsync(":30");
        await Expect(reason).ToContainTextAsync(":30");
        Assert.DoesNotContain("Stockholm", await page.It.Locator("#table").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains(page.Requests, r => r.EndsWith("zone=Australia%2FAdelaide", StringComparison.Ordinal));

        var clusters = sample.It.Page.Replace("dashboard", "clusters", StringComparison.Ordinal);
        var refused = await page.It.APIRequest.GetAsync($"{clusters}?zone=Nowhere",
            new() { Headers = new Dictionary<string, string> { ["x-functions-key"] = sample.It.Key } });
        Assert.Equal(400, refused.Status);
        Assert.Contains("Europe/Stockholm", await refused.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_keyboard_alone_reaches_and_does_everything_and_focus_goes_back()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(sample.It);
        var keys = page.It.Keyboard;

        await keys.PressAsync("Tab");
        await Expect(page.It.GetByRole(AriaRole.Link, new() { Name = "Skip to clusters" })).ToBeFocusedAsync();
        await page.It.GetByLabel("Sort").SelectOptionAsync("name");
        await page.Line("dev-anna").GetByRole(AriaRole.Link).FocusAsync();
        await keys.PressAsync("ArrowDown");
        await Expect(page.Line("dev-bjorn").GetByRole(AriaRole.Link)).ToBeFocusedAsync();
        await keys.PressAsync("e");
        await Expect(page.Line("dev-bjorn").Locator(".reason")).ToBeVisibleAsync();
        await keys.PressAsync("x");
        await Expect(page.It.Locator("#bulk")).ToContainTextAsync("1 cluster selected");
        await keys.PressAsync("x");
        await Expect(page.It.Locator("#bulk")).ToBeHiddenAsync();

        await keys.PressAsync("h");
        await Expect(page.Dialog).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(page.Line("dev-bjorn").GetByRole(AriaRole.Link)).ToBeFocusedAsync();

        await keys.PressAsync("m");
        await Expect(page.It.GetByRole(AriaRole.Menuitem).First).ToBeFocusedAsync();
        await page.PictureAsync("menu", fullPage: false);
        await keys.PressAsync("Escape");
        await Expect(page.Line("dev-bjorn").GetByRole(AriaRole.Link)).ToBeFocusedAsync();

        // Tab reaches only one line of the fleet, however many there are.
        Assert.Equal(1, await page.It.EvaluateAsync<int>(
            "[...document.querySelectorAll('#table tr[data-id]')].filter(r => r.querySelector('a').tabIndex === 0).length"));
        await keys.PressAsync("End");
        await Expect(page.Line("demo-sales").GetByRole(AriaRole.Link)).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(page.It.GetByRole(AriaRole.Heading, new() { Name = "demo-sales" })).ToBeFocusedAsync();
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task What_cannot_be_done_says_why()
    {
        await using var page = await browser.OpenAsync();
        await page.ShowAsync(sample.It);

        await page.It.GetByRole(AriaRole.Button, new() { Name = "production", Exact = true }).ClickAsync();
        await page.OpenMenuAsync("prod-fraud");
        var stop = page.It.GetByRole(AriaRole.Menuitem, new() { NameRegex = new("^Stop") });
        await Expect(stop).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(stop).ToContainTextAsync("Protected: rule 'production'");
        Assert.Empty(page.Errors);
    }
}
