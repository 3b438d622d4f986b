using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Tests.Scenarios;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies;

/// <summary>Times in words, and times that people enter.</summary>
public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("Europe/Stockholm", "2026-10-25T00:30:00Z", "Sun 02:30 (Europe/Stockholm, CEST)")]
    [InlineData("Europe/Stockholm", "2026-10-25T01:30:00Z", "Sun 02:30 (Europe/Stockholm, CET)")]
    [InlineData("Europe/Stockholm", "2026-10-24T23:59:00Z", "Sun 01:59 (Europe/Stockholm)")]
    [InlineData("Europe/Stockholm", "2026-10-25T02:00:00Z", "Sun 03:00 (Europe/Stockholm)")]
    [InlineData("Europe/Stockholm", "2026-03-29T01:00:00Z", "Sun 03:00 (Europe/Stockholm)")]
    [InlineData("America/New_York", "2026-11-01T05:30:00Z", "Sun 01:30 (America/New_York, EDT)")]
    [InlineData("America/New_York", "2026-11-01T06:30:00Z", "Sun 01:30 (America/New_York, EST)")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T15:00:00Z", "Sun 01:30 (Australia/Lord_Howe, +10:30)")]
    [InlineData("UTC", "2026-10-25T01:30:00Z", "Sun 01:30 (UTC)")]
    public void A_time_that_comes_twice_in_a_night_says_which(string zoneId, string at, string words)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var instant = InstantPattern.General.Parse(at).Value;

        Assert.Equal(words, new SentenceTimes(zone, instant).At(instant));
        var held = new Hold("c", HoldState.Up, instant, instant, "anna", null).Explain(new(zone, instant));
        Assert.Equal($"kept running until {words} by anna", held);
    }

    [Theory]
    [InlineData("2026-06-01T19:00:00Z", "Mon 19:00")]
    [InlineData("2026-06-07T23:59:00Z", "Sun 23:59")]
    [InlineData("2026-06-08T00:00:00Z", "2026-06-08 00:00")]
    [InlineData("2026-05-26T00:00:00Z", "Tue 00:00")]
    [InlineData("2026-05-25T23:59:00Z", "2026-05-25 23:59")]
    public void A_time_has_its_weekday_within_a_week_and_else_its_date(string at, string words)
    {
        var now = Instant.FromUtc(2026, 6, 1, 12, 0);
        Assert.Equal(words, new SentenceTimes(DateTimeZone.Utc, now, namesZone: false).At(InstantPattern.General.Parse(at).Value));
    }

    [Fact]
    public void A_sentence_names_its_zone_once_and_the_repeated_hour_each_time()
    {
        var (zone, first) = (DateTimeZoneProviders.Tzdb["Europe/Stockholm"], Instant.FromUtc(2026, 10, 25, 0, 30));
        var (named, known) = (new SentenceTimes(zone, first), new SentenceTimes(zone, first, namesZone: false));

        Assert.Equal("Sun 02:30 (Europe/Stockholm, CEST)", named.At(first));
        Assert.Equal("Sun 02:30 (CET)", named.At(first + Duration.FromHours(1)));
        Assert.Equal("Sun 03:30", named.At(first + Duration.FromHours(2)));
        Assert.Equal("Sun 02:30 (CEST)", known.At(first));
        Assert.Equal("Sun 03:30", known.At(first + Duration.FromHours(2)));
    }

    [Fact]
    public async Task A_warning_in_the_night_of_the_clock_change_names_the_second_of_the_two()
    {
        var (scenario, _) = ScenarioFile.Parse("""
            { "policies": { "timeZone": "Europe/Stockholm", "schedules": { "s": { "up": ["sat 22:00-02:30"] } },
                            "rules": [{ "name": "r", "match": {}, "schedule": "s", "warn": "1h30m" }] },
              "start": "2026-10-24T19:50:00Z", "end": "2026-10-25T02:30:00Z", "clusters": [{ "id": "a", "state": "stopped" }] }
            """u8.ToArray(), "");
        var runs = new List<RunReport>();

        await Simulator.RunAsync(scenario!, new Lines(), TestContext.Current.CancellationToken, finished: runs.Add);

        var warning = Assert.Single(runs.SelectMany(r => r.Notices), n => n.Kind == EventKind.Warn).Message;
        Assert.StartsWith("a stops Sun 02:30 (Europe/Stockholm, CET): its window in schedule 's' ends.", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-01T00:00:00+01:00", "2026-10-31T23:00:00Z")]
    [InlineData("2026-11-01T00:00:00 01:00", "2026-10-31T23:00:00Z")]
    [InlineData("2026-11-01T00:00:00-05:30", "2026-11-01T05:30:00Z")]
    [InlineData("2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z")]
    [InlineData("2026-11-01", "2026-11-01T00:00:00Z")]
    [InlineData("2026-11-01 00:00:00Z", null)]
    [InlineData("2026-11-01T00:00:00", null)]
    [InlineData("9999-12-31T23:59:59-18:00", null)]
    [InlineData("0001-01-01T00:00:00+18:00", null)]
    [InlineData("yesterday", null)]
    public void An_instant_may_have_an_offset_whose_plus_arrives_as_a_blank(string text, string? expected)
    {
        var parsed = InstantText.ParseOrDay(text);

        Assert.Equal(expected, parsed is { } instant ? InstantPattern.General.Format(instant) : null);
        if (text.Contains('T', StringComparison.Ordinal))
            Assert.Equal(parsed is not null, HoldEnd.Parse(text) is HoldEnd.At);
    }
}
