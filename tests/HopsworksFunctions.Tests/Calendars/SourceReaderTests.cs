using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Policies.Language;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Calendars;

public sealed class SourceReaderTests : IDisposable
{
    private const string Blob = "https://account.blob.core.windows.net/policies/holidays.ics";
    private static readonly PolicyOrigin Elsewhere = new PolicyOrigin.Folder("/nowhere");
    private static readonly CalendarRange Year = CalendarRange.OfYears(2026, 2026);

    private readonly string folder = Directory.CreateTempSubdirectory("calendars-").FullName;
    private readonly FakeTimeProvider time = new(new(2026, 6, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly StorageAccount account = new();

    [Fact]
    public async Task A_file_lies_beside_the_policies()
    {
        File.WriteAllBytes(Path.Combine(folder, "a.ics"), Event("20260918"));

        var reading = await Read(new PolicyOrigin.Folder(folder), "a.ics");

        Assert.Equal((null, "2026-09-18"), (reading.Problem, $"{Assert.Single(reading.Days).Date:uuuu-MM-dd}"));
    }

    [Fact]
    public async Task A_file_that_is_changed_is_read_anew()
    {
        var reader = Reader(new PolicyOrigin.Folder(folder));
        foreach (var day in (string[])["20260918", "20260919"])
        {
            File.WriteAllBytes(Path.Combine(folder, "a.ics"), Event(day));
            var reading = await reader.ReadAsync(new CalendarSource.Ics("a.ics"), Year, TestContext.Current.CancellationToken);
            Assert.Equal(day, $"{Assert.Single(reading.Days).Date:uuuuMMdd}");
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_too_large_is_a_problem()
    {
        File.WriteAllBytes(Path.Combine(folder, "large.ics"), new byte[IcsFile.MaxBytes + 1024]);

        Assert.Equal(
            $"no.ics: the file {Path.Combine(folder, "no.ics")} does not exist",
            (await Read(new PolicyOrigin.Folder(folder), "no.ics")).Problem);
        Assert.Equal(
            "large.ics: the file is larger than 2048 KB", (await Read(new PolicyOrigin.Folder(folder), "large.ics")).Problem);
    }

    [Theory]
    [InlineData(Blob, "holidays.ics", Blob)]
    [InlineData(Blob, "https://other.blob.core.windows.net/c/x.ics", "https://other.blob.core.windows.net/c/x.ics")]
    [InlineData("https://policies.example/c/policies.json", "x.ics", "https://policies.example/c/x.ics")]
    public async Task A_blob_is_found_from_the_policies_or_by_its_address(string policies, string location, string asked)
    {
        account.Content = Event("20260918");

        var reading = await Read(new PolicyOrigin.Blob(new(policies)), location);

        Assert.Null(reading.Problem);
        Assert.Equal(asked, $"{Assert.Single(account.Asked)}");
    }

    /// <summary>The other host would get the app's token.</summary>
    [Theory]
    [InlineData("https://calendar.google.com/calendar/ical/x/basic.ics?token=kEyMaRkEr")]
    [InlineData("https://account.blob.core.windows.net.evil.example/x.ics")]
    [InlineData("//evil.example/x.ics")]
    public async Task No_other_host_is_asked(string location)
    {
        var problem = (await Read(new PolicyOrigin.Blob(new(Blob)), location)).Problem;

        Assert.Contains("only blobs are read", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("kEyMaRkEr", problem, StringComparison.Ordinal);
        Assert.Empty(account.Asked);
    }

    [Fact]
    public async Task A_blob_is_asked_for_once_an_hour_and_sent_once()
    {
        account.Content = Event("20260918");
        var reader = Reader(Elsewhere);
        for (var minutes = 0; minutes <= 120; minutes += 5)
        {
            Assert.Single((await reader.ReadAsync(new CalendarSource.Ics(Blob), Year, TestContext.Current.CancellationToken)).Days);
            time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal((3, 1), (account.Asked.Count, account.Sent));
    }

    [Theory]
    [InlineData(404, "the blob does not exist")]
    [InlineData(403, "the app's identity has no access; give it Storage Blob Data Reader on the container")]
    public async Task A_blob_that_cannot_be_read_is_a_problem_without_its_signature(int status, string problem)
    {
        account.Status = status;
        var reader = Reader(Elsewhere);
        var source = new CalendarSource.Ics($"{Blob}?sv=1&sig=kEyMaRkEr");

        for (var run = 0; run < 3; run++)
        {
            var reading = await reader.ReadAsync(source, Year, TestContext.Current.CancellationToken);
            Assert.Equal($"{Blob}: {problem}", reading.Problem);
        }

        Assert.Single(account.Asked);
        time.Advance(TimeSpan.FromMinutes(15));
        (account.Status, account.Content) = (200, Event("20260918"));
        Assert.Null((await reader.ReadAsync(source, Year, TestContext.Current.CancellationToken)).Problem);
        Assert.DoesNotContain("kEyMaRkEr", source.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        account.Dispose();
    }

    internal static byte[] Event(string date) => IcsEventsTests.Text($"BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:{date}\nEND:VEVENT");

    private SourceReader Reader(PolicyOrigin origin) => new(origin, account.Open, time);

    private Task<SourceReading> Read(PolicyOrigin origin, string location) =>
        Reader(origin).ReadAsync(new CalendarSource.Ics(location), Year, TestContext.Current.CancellationToken);

    /// <summary>A storage account with the same content under every name.</summary>
    private sealed class StorageAccount : HttpMessageHandler
    {
        public byte[] Content { get; set; } = [];
        public int Status { get; set; } = 200;
        public List<Uri> Asked { get; } = [];
        public int Sent { get; private set; }

        public BlobClient Open(Uri address) => new(address, new BlobClientOptions
        {
            Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false)), Retry = { MaxRetries = 0 },
        });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!);
            var status = Status == 200 && request.Headers.IfNoneMatch.Count > 0 ? 304 : Status;
            if (status == 200)
                Sent++;
            var response = new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new ByteArrayContent(status == 200 ? Content : Encoding.UTF8.GetBytes("")),
            };
            response.Headers.ETag = new("\"1\"");
            response.Content.Headers.LastModified = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            return Task.FromResult(response);
        }
    }
}
