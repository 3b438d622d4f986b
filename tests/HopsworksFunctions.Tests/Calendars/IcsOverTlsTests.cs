using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Calendars;

/// <summary>A calendar in a blob, over a real TLS socket: what a storage account, or anything in its place, can do to the app.</summary>
public sealed class IcsOverTlsTests : IAsyncLifetime
{
    private const string Address = "https://account.blob.core.windows.net/policies/holidays.ics";
    private static readonly CalendarRange Year = CalendarRange.OfYears(2026, 2026);

    private readonly X509Certificate2 certificate = LoopbackCertificate.Create();
    private readonly FakeTimeProvider time = new(new(2026, 6, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource ended = new();
    private WebhookReceiver account = null!;
    private SourceReader reader = null!;

    public async ValueTask InitializeAsync()
    {
        account = await WebhookReceiver.StartAsync(certificate);
        reader = Reader(certificate.CreateHandler(account.Port));
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again_and_what_has_is_read()
    {
        account.Answering(Calendar("20260918", "\"1\"")).Answering(NotModified("\"1\"")).Answering(Calendar("20260919", "\"2\""));

        Assert.Equal(["", "2026-09-18"], await ReadAsync());
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["", "2026-09-18"], await ReadAsync());
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["", "2026-09-19"], await ReadAsync());

        Assert.Equal([null, "\"1\"", "\"1\""], account.All.Select(request => request.Headers.GetValueOrDefault("If-None-Match")));
    }

    /// <summary>The other host would get the app's token.</summary>
    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        account.Answering(302, location: "https://elsewhere.blob.core.windows.net/policies/holidays.ics")
            .Answering(Calendar("20260918", "\"1\""));

        Assert.Equal([$"{Address}: the storage account answered 302"], await ReadAsync());
        Assert.Single(account.All);
    }

    [Theory]
    [InlineData(404, "the blob does not exist")]
    [InlineData(403, "the app's identity has no access; give it Storage Blob Data Reader on the container")]
    [InlineData(409, "the storage account answered 409")]
    public async Task A_refusal_is_a_problem(int status, string problem)
    {
        account.Answering(status, "<html>not what Azure sends</html>");

        Assert.Equal([$"{Address}: {problem}"], await ReadAsync());
    }

    [Fact]
    public async Task What_is_no_calendar_is_a_problem()
    {
        account.Answering(200, "<!doctype html><title>Sign in</title>");

        Assert.Equal([$"{Address}: the file is not iCalendar: it must begin with BEGIN:VCALENDAR"], await ReadAsync());
    }

    /// <summary>Also without a length, as a proxy may send it. The rest never comes, so reading to the end would hang.</summary>
    [Theory]
    [InlineData(true, "the file is larger than 2048 KB")]
    [InlineData(false, "the file is larger than 2048 KB")]
    public async Task What_is_too_large_is_not_read_to_its_end(bool withLength, string problem)
    {
        account.Answering(async context =>
        {
            if (withLength)
                context.Response.ContentLength = 100 * 1024 * 1024;
            await context.Response.Body.WriteAsync(new byte[4 * 1024 * 1024], context.RequestAborted);
            await SilenceAsync(context);
        });

        Assert.Equal([$"{Address}: {problem}"], await ReadAsync());
    }

    [Theory]
    [InlineData("never answers")]
    [InlineData("stalls in the middle")]
    [InlineData("hangs up")]
    [InlineData("hangs up in the middle")]
    public async Task One_that_fails_is_left_alone_for_a_quarter_of_an_hour_and_asked_again(string failure)
    {
        for (var i = 0; i < 10; i++)
        {
            account.Answering(async context =>
            {
                if (failure.EndsWith("middle", StringComparison.Ordinal))
                {
                    context.Response.ContentLength = 1000;
                    context.Response.Headers.ETag = "\"1\"";
                    await context.Response.WriteAsync("BEGIN:VCALENDAR\r\n");
                    await context.Response.Body.FlushAsync();
                }
                if (failure.StartsWith("hangs", StringComparison.Ordinal))
                    context.Abort();
                else
                    await SilenceAsync(context);
            });
        }

        Assert.Equal([$"{Address}: the storage account or identity endpoint cannot be reached"], await ReadAsync());
        var asked = account.All.Count;
        time.Advance(TimeSpan.FromMinutes(14));
        await ReadAsync();
        Assert.Equal(asked, account.All.Count);

        time.Advance(TimeSpan.FromMinutes(1));
        account.AnsweringOnly(Calendar("20260918", "\"1\""));
        Assert.Equal(["", "2026-09-18"], await ReadAsync());
    }

    [Fact]
    public async Task Another_certificate_is_not_trusted()
    {
        using var other = LoopbackCertificate.Create();
        reader = Reader(other.CreateHandler(account.Port));
        account.Answering(Calendar("20260918", "\"1\""));

        Assert.Equal([$"{Address}: the storage account or identity endpoint cannot be reached"], await ReadAsync());
        Assert.Empty(account.All);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await account.DisposeAsync();
        ended.Dispose();
        certificate.Dispose();
    }

    private static Func<HttpContext, Task> Calendar(string date, string etag) => async context =>
    {
        context.Response.Headers.ETag = etag;
        var bytes = SourceReaderTests.Event(date);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    };

    private static Func<HttpContext, Task> NotModified(string etag) => context =>
    {
        context.Response.StatusCode = 304;
        context.Response.Headers.ETag = etag;
        return Task.CompletedTask;
    };

    private async Task SilenceAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, ended.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token);
    }

    /// <summary>Returns a reader with the app's own limits, but shorter times.</summary>
    private SourceReader Reader(SocketsHttpHandler handler)
    {
        var options = new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(handler)) }.Bounded();
        (options.Retry.Delay, options.Retry.MaxDelay) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        options.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(300);
        return new(new PolicyOrigin.Folder("/nowhere"), address => new BlobClient(address, options), time);
    }

    /// <summary>Returns the problem, then the dates.</summary>
    private async Task<string[]> ReadAsync()
    {
        var reading = await reader.ReadAsync(new CalendarSource.Ics(Address), Year, TestContext.Current.CancellationToken);
        return [reading.Problem ?? "", .. reading.Days.Select(day => $"{day.Date:uuuu-MM-dd}")];
    }
}
