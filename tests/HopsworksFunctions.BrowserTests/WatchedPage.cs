namespace HopsworksFunctions.BrowserTests;

/// <summary>A page whose console errors, violations of its policy included, are kept.</summary>
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

    public ILocator Line(string cluster) =>
        It.Locator("#clusters > li", new() { Has = It.GetByRole(AriaRole.Heading, new() { Name = cluster, Exact = true }) });

    public ILocator Dialog => It.GetByRole(AriaRole.Dialog);

    public async Task ShowAsync(LocalApp app)
    {
        await It.GotoAsync(app.Address);
        await Expect(It.Locator("#clusters > li").First).ToBeVisibleAsync();
    }

    /// <summary>Buttons are made when their line comes near the screen.</summary>
    public async Task PressAsync(string cluster, string button)
    {
        await Line(cluster).ScrollIntoViewIfNeededAsync();
        await Line(cluster).GetByRole(AriaRole.Button, new() { Name = $"{button} {cluster}", Exact = true }).ClickAsync();
    }

    /// <summary>A picture for people to look at, where test artifacts are kept.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("TEST_ARTIFACTS") is { } folder)
            await It.ScreenshotAsync(new() { Path = Path.Combine(folder, $"dashboard-{name}.png"), FullPage = true });
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
