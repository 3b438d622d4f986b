using Deque.AxeCore.Playwright;

namespace HopsworksFunctions.BrowserTests;

/// <summary>A page that records its console errors, including violations of its content security policy.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> errors = [];
    private readonly List<string> requests = [];

    public WatchedPage(IBrowserContext context, IPage page)
    {
        (this.context, It) = (context, page);
        page.Console += (_, message) =>
            Keep(errors, message.Type == "error" ? $"{message.Text} {new Uri(message.Location.Split('#')[0]).AbsolutePath}" : null);
        page.PageError += (_, error) => Keep(errors, error);
        page.Request += (_, request) => Keep(requests, $"{request.Method} {new Uri(request.Url).PathAndQuery}");
    }

    public IPage It { get; }

    public IReadOnlyList<string> Errors => Copy(errors);

    public IReadOnlyList<string> Requests => Copy(requests);

    /// <summary>Returns a cluster's line of the fleet, folded or not.</summary>
    public ILocator Line(string cluster) =>
        It.Locator("#table tr[data-id]", new() { Has = It.Locator($".c-name a:text-is(\"{cluster}\")") });

    public ILocator State(string cluster) => Line(cluster).Locator(".state");

    public ILocator Dialog => It.GetByRole(AriaRole.Dialog);

    public async Task ShowAsync(LocalApp app)
    {
        await It.GotoAsync(app.Address);
        await ShownAsync();
    }

    /// <summary>Opens a page of the dashboard, such as <c>#/history</c>, as a link would.</summary>
    public async Task GoAsync(LocalApp app, string hash)
    {
        await It.GotoAsync($"{app.Page}{hash}");
        await ShownAsync();
    }

    private Task ShownAsync() => Expect(It.Locator("#freshness")).Not.ToBeEmptyAsync();

    public async Task OpenMenuAsync(string cluster) =>
        await Line(cluster).GetByRole(AriaRole.Button, new() { Name = $"Actions for {cluster}", Exact = true }).ClickAsync();

    /// <summary>Chooses an action in the menu of a cluster's line.</summary>
    public async Task PressAsync(string cluster, string action)
    {
        await OpenMenuAsync(cluster);
        await It.GetByRole(AriaRole.Menuitem, new() { Name = $"{action}…", Exact = true }).ClickAsync();
    }

    /// <summary>Presses the button that confirms a dialog.</summary>
    public Task ConfirmAsync(string button) => Dialog.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Fails unless the page is accessible and fits the width of the screen.</summary>
    public async Task AssertReadableAsync()
    {
        Assert.Empty((await It.RunAxe()).Violations.Select(v => $"{v.Id}: {v.Help}: {v.Nodes[0].Html}"));
        Assert.True(await It.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen");
    }

    /// <summary>Takes a screenshot for people, if test artifacts are kept.</summary>
    public async Task PictureAsync(string name, bool fullPage = true)
    {
        if (Environment.GetEnvironmentVariable("TEST_ARTIFACTS") is { } folder)
            await It.ScreenshotAsync(new() { Path = Path.Combine(folder, $"dashboard-{name}.png"), FullPage = fullPage });
    }

    public async ValueTask DisposeAsync() => await context.CloseAsync();

    private static void Keep(List<string> list, string? text)
    {
        lock (list)
        {
            if (text is not null)
                list.Add(text);
        }
    }

    private static string[] Copy(List<string> list)
    {
        lock (list)
            return [.. list];
    }
}
