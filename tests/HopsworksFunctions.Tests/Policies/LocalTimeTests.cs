using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Tests.Scenarios;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies;

/// <summary>Times in words, and times that people write.</summary>
public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("Europe/Stockholm", "2026-10-25T00:30:00Z", "02:30 (CEST, +02:00)")]
    [InlineData("Europe/Stockholm", "2026-10-25T01:30:00Z", "02:30 (CET, +01:00)")]
    [InlineData("Europe/Stockholm", "2026-10-24T23:59:00Z", "01:59")]
    [InlineData("Europe/Stockholm", "2026-10-25T02:00:00Z", "03:00")]
    [InlineData("Europe/Stockholm", "2026-03-29T01:00:00Z", "03:00")]
    [InlineData("America/New_York", "2026-11-01T05:30:00Z", "01:30 (EDT, -04:00)")]
    [InlineData("America/New_York", "2026-11-01T06:30:00Z", "01:30 (EST, -05:00)")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T15:00:00Z", "01:30 (+10:30)")]
    [InlineData("UTC", "2026-10-25T01:30:00Z", "01:30")]
    public void A_time_that_comes_twice_in_a_night_says_which(string zoneId, string at, string words)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var instant = InstantPattern.General.Parse(at).Value;

        Assert.Equal(words, DecisionText.Write(instant.InZone(zone), instant.InZone(zone)));
        var held = new Hold("c", HoldState.Up, instant, instant, "anna", null).Explain(zone);
        Assert.EndsWith($"{words} ({zoneId}) by anna", held, StringComparison.Ordinal);
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
        Assert.StartsWith("a will be stopped at 02:30 (CET, +01:00) (Europe/Stockholm)", warning, StringComparison.Ordinal);
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
