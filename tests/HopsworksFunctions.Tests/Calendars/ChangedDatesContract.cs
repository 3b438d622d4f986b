using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Calendars;

public sealed class ChangedDatesInMemoryTests : ChangedDatesContract
{
    private readonly MemoryDocumentStore store = new();

    protected override IDocumentStore Open() => store;
}

public sealed class ChangedDatesInSqliteTests : ChangedDatesContract
{
    private readonly List<StateDatabase> databases = [];

    protected override IDocumentStore Open()
    {
        databases.Add(new(Folder, "default"));
        return new SqliteDocumentStore(databases[^1], TimeProvider.System);
    }

    protected override void Dispose(bool disposing)
    {
        databases.ForEach(database => database.Dispose());
        base.Dispose(disposing);
    }
}

/// <summary>Policies with a calendar file that changes, or cannot be read, over runs and restarts.</summary>
public abstract class ChangedDatesContract : IDisposable
{
    private const string Policies = """
        { "calendars": { "days": { "ics": "days.ics" } },
          "schedules": {
            "utc": { "up": ["daily 00:00-24:00"], "except": ["@days"] },
            "tokyo": { "timeZone": "Asia/Tokyo", "up": ["daily 00:00-24:00"], "except": ["@days"] },
            "honolulu": { "timeZone": "Pacific/Honolulu", "up": ["daily 00:00-24:00"], "except": ["@days"] } },
          "rules": [ { "name": "all", "match": {}, "schedule": "utc" } ] }
        """;

    private readonly FakeTimeProvider time = new(new(2026, 6, 2, 12, 0, 0, TimeSpan.Zero));

    protected string Folder { get; } = Directory.CreateTempSubdirectory("changed-").FullName;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private string Ics => Path.Combine(Folder, "days.ics");

    [Fact]
    public async Task The_first_dates_of_a_source_hold_at_once()
    {
        Write(Policies, "20260602");

        var policies = await RunAsync(NewProcess());

        Assert.False(IsUp(policies, "utc", "2026-06-02T13:00:00Z"));
    }

    /// <summary>At noon UTC on 2 June, it is 2 June in all three zones; at 20:00 it is 3 June in Tokyo.</summary>
    [Theory]
    [InlineData(12, "utc", "2026-06-02T13:00:00Z", true)]
    [InlineData(12, "utc", "2026-06-03T01:00:00Z", false)]
    [InlineData(12, "tokyo", "2026-06-02T14:00:00Z", true)]
    [InlineData(12, "tokyo", "2026-06-02T16:00:00Z", false)]
    [InlineData(20, "tokyo", "2026-06-02T21:00:00Z", true)]
    [InlineData(20, "honolulu", "2026-06-03T09:00:00Z", true)]
    [InlineData(20, "honolulu", "2026-06-03T11:00:00Z", false)]
    public async Task Other_dates_hold_from_the_next_day_of_the_schedules_zone(int hour, string schedule, string at, bool isUp)
    {
        Write(Policies, "20260901");
        var process = NewProcess();
        var before = await RunAsync(process);
        time.SetUtcNow(new(2026, 6, 2, hour, 0, 0, TimeSpan.Zero));
        Write(Policies, "20260602", "20260603");

        foreach (var policies in (PolicySet[])[await RunAsync(process), await LookAsync(process), await RunAsync(NewProcess())])
        {
            Assert.Equal(isUp, IsUp(policies, schedule, at));
            Assert.NotEqual(before.Version, policies.Version);
            Assert.NotEqual(before.Fingerprint, policies.Fingerprint);
            Assert.Equal(before.Rules[0].Fingerprint, policies.Rules[0].Fingerprint);
        }
    }

    [Fact]
    public async Task Each_day_keeps_what_it_began_with_however_often_the_dates_change()
    {
        var process = NewProcess();
        string[][] versions = [["20260602"], ["20260604"], ["20260603"], ["20260605"]];
        for (var day = 0; day < versions.Length; day++, time.Advance(TimeSpan.FromDays(1)))
        {
            Write(Policies, [.. versions[day], "20270101"]);
            await RunAsync(process);
        }

        foreach (var policies in (PolicySet[])[await LookAsync(process), await LookAsync(NewProcess())])
        {
            Assert.False(IsUp(policies, "utc", "2026-06-02T13:00:00Z"));
            Assert.True(IsUp(policies, "utc", "2026-06-03T13:00:00Z"));
            Assert.False(IsUp(policies, "utc", "2026-06-04T13:00:00Z"));
            Assert.True(IsUp(policies, "utc", "2026-06-05T13:00:00Z"));
        }
    }

    [Fact]
    public async Task What_cannot_be_read_keeps_its_last_good_dates_across_a_restart_and_is_told()
    {
        Write(Policies, "20260603");
        var process = NewProcess();
        var before = await RunAsync(process);
        time.Advance(TimeSpan.FromHours(2));
        File.WriteAllText(Ics, "<html>");

        foreach (var source in new[] { process, NewProcess() })
        {
            var reading = await source.ReadAsync(true, None);
            Assert.Equal((before.Version, null), (reading.Policies!.Version, reading.Error));
            Assert.False(IsUp(reading.Policies, "utc", "2026-06-03T13:00:00Z"));
            Assert.Equal(
                new("days", "days.ics: the file is not iCalendar: it must begin with BEGIN:VCALENDAR", Instant.FromUtc(2026, 6, 2, 12, 0)),
                Assert.Single(reading.Calendars));
        }
        Write(Policies, "20260603");
        Assert.Empty((await process.ReadAsync(true, None)).Calendars);
    }

    [Fact]
    public async Task A_source_that_was_never_read_refuses_the_version_that_names_it()
    {
        Write("""{ "rules": [ { "name": "old", "match": {} } ] }""");
        var process = NewProcess();
        await RunAsync(process);
        File.Delete(Ics);
        File.WriteAllText(Path.Combine(Folder, "policies.json"), Policies);

        var reading = await process.ReadAsync(true, None);

        Assert.Equal("old", reading.Policies!.Rules[0].Name);
        Assert.Contains($"$.calendars.days: cannot read calendar 'days': days.ics: the file {Ics}", reading.Error,
            StringComparison.Ordinal);
        Assert.Empty(reading.Calendars);
        Write(Policies, "20260603");
        Assert.Equal("all", (await RunAsync(process)).Rules[0].Name);
    }

    [Fact]
    public async Task Invalid_policies_leave_the_last_good_ones_with_their_dates()
    {
        Write(Policies, "20260603");
        await RunAsync(NewProcess());
        File.WriteAllText(Path.Combine(Folder, "policies.json"), "{");
        File.Delete(Ics);

        var reading = await NewProcess().ReadAsync(true, None);

        Assert.NotNull(reading.Error);
        Assert.False(IsUp(reading.Policies!, "utc", "2026-06-03T13:00:00Z"));
    }

    [Fact]
    public async Task A_look_stores_nothing()
    {
        Write(Policies, "20260603");
        await LookAsync(NewProcess());

        Assert.Empty((await Open().ReadAsync("calendar", None)).Documents);
    }

    protected abstract IDocumentStore Open();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Directory.Delete(Folder, recursive: true);

    private static bool IsUp(PolicySet policies, string schedule, string at) =>
        policies.Schedules[schedule].IsUp(InstantPattern.ExtendedIso.Parse(at).Value);

    private static async Task<PolicySet> RunAsync(Core.PolicySource.PolicySource process) =>
        (await process.ReadAsync(true, None)).Policies!;

    private static async Task<PolicySet> LookAsync(Core.PolicySource.PolicySource process) =>
        (await process.ReadAsync(false, None)).Policies!;

    private Core.PolicySource.PolicySource NewProcess()
    {
        var store = Open();
        var reader = new SourceReader(new PolicyOrigin.Folder(Folder), _ => throw new InvalidOperationException(), time);
        var calendars = new PolicyCalendars(reader, new(store), time);
        var lastGood = new LastGoodPolicies(store, new(store, Duration.FromDays(90)), calendars);
        return new(new PolicyTextFile(Path.Combine(Folder, "policies.json")), lastGood, calendars,
            NullLogger<Core.PolicySource.PolicySource>.Instance);
    }

    private void Write(string policies, params string[] dates)
    {
        File.WriteAllText(Path.Combine(Folder, "policies.json"), policies);
        File.WriteAllBytes(Ics, IcsEventsTests.Text(string.Join(
            '\n', dates.Select(date => $"BEGIN:VEVENT\nUID:{date}\nDTSTART;VALUE=DATE:{date}\nEND:VEVENT"))));
    }
}
