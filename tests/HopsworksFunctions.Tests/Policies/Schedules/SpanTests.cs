using HopsworksFunctions.Policies.Schedules;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies.Schedules;

/// <summary>An excluded date cuts its own hours out of a span, and removes any other window that starts on it.</summary>
public sealed class SpanTests
{
    [Theory]
    // A Monday and a Wednesday are excluded, then the Friday of a weekend.
    [InlineData("Europe/Stockholm", "mon 08:00 > fri 18:00", "2027-03-29", "2027-03-28T00+00",
        "2027-03-29T22:00Z", "2027-04-02T16:00Z")]
    [InlineData("Europe/Stockholm", "mon 08:00 > fri 18:00", "2027-01-06", "2027-01-03T00+00",
        "2027-01-04T07:00Z", "2027-01-05T23:00Z", "2027-01-06T23:00Z", "2027-01-08T17:00Z")]
    [InlineData("Europe/Stockholm", "fri 19:00 > mon 07:00", "2027-03-26", "2027-03-25T00+00",
        "2027-03-26T23:00Z", "2027-03-29T05:00Z")]
    // An excluded last day ends with the span, and an excluded date outside the span changes nothing.
    [InlineData("UTC", "fri 18:00 > sun 24:00", "2026-06-08", "2026-06-05T00+00", "2026-06-05T18:00Z", "2026-06-08T00:00Z")]
    [InlineData("UTC", "fri 18:00 > sun 24:00", "2026-06-07", "2026-06-05T00+00", "2026-06-05T18:00Z", "2026-06-07T00:00Z")]
    [InlineData("UTC", "2026-12-03 14:00 > 2026-12-06 02:00", "2026-12-04..2026-12-05", "2026-12-01T00+00",
        "2026-12-03T14:00Z", "2026-12-04T00:00Z", "2026-12-06T00:00Z", "2026-12-06T02:00Z")]
    [InlineData("UTC", "*-12-23 18:00 > *-01-02 08:00", "*-12-24..*-12-26", "2026-12-01T00+00",
        "2026-12-23T18:00Z", "2026-12-24T00:00Z", "2026-12-27T00:00Z", "2027-01-02T08:00Z")]
    // One of these days has 23 hours, the other 25.
    [InlineData("Europe/Stockholm", "fri 08:00 > tue 18:00", "2026-03-29", "2026-03-27T00+00",
        "2026-03-27T07:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z", "2026-03-31T16:00Z")]
    [InlineData("America/New_York", "fri 08:00 > tue 18:00", "2026-11-01", "2026-10-30T00+00",
        "2026-10-30T12:00Z", "2026-11-01T04:00Z", "2026-11-02T05:00Z", "2026-11-03T23:00Z")]
    // Havana's clock shows the midnight of 3 November 2024 twice, and skips that of 10 March, which begins at 01:00.
    [InlineData("America/Havana", "fri 08:00 > tue 18:00", "2024-11-02", "2024-11-01T00+00",
        "2024-11-01T12:00Z", "2024-11-02T04:00Z", "2024-11-03T04:00Z", "2024-11-05T23:00Z")]
    [InlineData("America/Havana", "fri 08:00 > tue 18:00", "2024-11-03", "2024-11-01T00+00",
        "2024-11-01T12:00Z", "2024-11-03T04:00Z", "2024-11-04T05:00Z", "2024-11-05T23:00Z")]
    [InlineData("America/Havana", "fri 08:00 > tue 18:00", "2024-03-09", "2024-03-08T00+00",
        "2024-03-08T13:00Z", "2024-03-09T05:00Z", "2024-03-10T05:00Z", "2024-03-12T22:00Z")]
    [InlineData("America/Havana", "fri 08:00 > tue 18:00", "2024-03-10", "2024-03-08T00+00",
        "2024-03-08T13:00Z", "2024-03-10T05:00Z", "2024-03-11T04:00Z", "2024-03-12T22:00Z")]
    // Lord Howe's clock changes by half an hour.
    [InlineData("Australia/Lord_Howe", "fri 08:00 > tue 18:00", "2026-04-05", "2026-04-02T00+00",
        "2026-04-02T21:00Z", "2026-04-04T13:00Z", "2026-04-05T13:30Z", "2026-04-07T07:30Z")]
    // Apia had no 30 December 2011, so excluding it removes nothing, and the 31st follows the 29th.
    [InlineData("Pacific/Apia", "thu 08:00 > sat 18:00", "2011-12-30", "2011-12-28T00+00",
        "2011-12-29T18:00Z", "2011-12-31T04:00Z")]
    [InlineData("Pacific/Apia", "thu 08:00 > sat 18:00", "2011-12-29", "2011-12-28T00+00",
        "2011-12-30T10:00Z", "2011-12-31T04:00Z")]
    [InlineData("Pacific/Apia", "thu 08:00 > sat 18:00", "2011-12-31", "2011-12-28T00+00",
        "2011-12-29T18:00Z", "2011-12-30T10:00Z")]
    public void Loses_the_hours_of_an_excepted_date(string zone, string up, string except, string from, params string[] boundaries)
    {
        var schedule = Read(zone, $"'up': ['{up}'], 'except': ['{except}']");
        var at = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HHo<g>").Parse(from).Value.ToInstant();

        Assert.Equal(boundaries.Select(At), schedule.After(at).Take(boundaries.Length).Select(b => b.At));
        Assert.False(schedule.IsUp(at));
    }

    [Fact]
    public void Keeps_them_in_plus_where_nothing_is_excepted()
    {
        var schedule = Read(
            "UTC", "'up': ['mon-fri 22:00-06:00'], 'except': ['2026-06-03'], 'plus': ['2026-06-03 08:00 > 2026-06-04 02:00']");

        // The night of the 2nd runs into the excluded date, because it belongs to the 2nd.
        Assert.Equal(
            [At("2026-06-03T06:00Z"), At("2026-06-03T08:00Z"), At("2026-06-04T02:00Z"), At("2026-06-04T22:00Z")],
            schedule.After(At("2026-06-02T23:00Z")).Take(4).Select(b => b.At));
    }

    [Fact]
    public void Lasts_as_long_as_it_is_written()
    {
        var schedule = Read("UTC", "'up': ['2020-01-01 00:00 > 2029-06-01 12:00'], 'except': ['2026-06-03']");

        Assert.Equal(new(true, null, At("2026-06-03T00:00Z")), schedule.At(At("2026-01-01T00:00Z")));
        Assert.Equal(new(true, At("2026-06-04T00:00Z"), At("2029-06-01T12:00Z")), schedule.At(At("2026-06-04T00:00Z")));
        Assert.Equal(new(false, At("2029-06-01T12:00Z"), null), schedule.At(At("2029-06-01T12:00Z")));
    }

    private static Schedule Read(string zone, string members) =>
        PolicyText.Valid($"{{ 'timeZone': '{zone}', 'schedules': {{ 's': {{ {members} }} }}, 'rules': [] }}").Schedules["s"];

    private static Instant At(string text) =>
        InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm'Z'").Parse(text).Value;
}
