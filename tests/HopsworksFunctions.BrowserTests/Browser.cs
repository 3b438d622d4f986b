[assembly: AssemblyFixture(typeof(HopsworksFunctions.BrowserTests.Browser))]

namespace HopsworksFunctions.BrowserTests;

/// <summary>Debian's Chromium, for all tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright playwright = null!;
    private IBrowser chromium = null!;

    public async ValueTask InitializeAsync()
    {
        playwright = await Deadline.For("Playwright is there", Playwright.CreateAsync);
        chromium = await Deadline.For("Chromium is there", () => playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage",
            ],
        }));
        SetDefaultExpectTimeout(20_000);
    }

    /// <summary>Opens a page in a session of its own, which shares nothing with other pages.</summary>
    internal async Task<WatchedPage> OpenAsync(
        ColorScheme colors = ColorScheme.Light, bool phone = false, string zone = "Europe/Stockholm")
    {
        var context = await chromium.NewContextAsync(new()
        {
            ColorScheme = colors,
            ReducedMotion = ReducedMotion.Reduce,
            TimezoneId = zone,
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1400, Height = 1000 },
            HasTouch = phone,
            IsMobile = phone,
        });
        return new(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Deadline.For("Chromium is gone", () => chromium.DisposeAsync().AsTask());
        playwright.Dispose();
    }
}
