using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Lint;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Language;

/// <summary>Times and zones that are valid but hardly intended, each beside a similar one that may be.</summary>
public sealed class TimingLintTests
{
    // A Wednesday.
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 10, 12, 0);

    [Theory]
    [InlineData("['daily 00:00-23:59']",
        "$.schedules.s.up[0]: window 'daily 00:00-23:59' ends at 23:59, which leaves a gap of 1m on 2026-06-10, shorter than the run "
            + "interval of 5m. Did you mean 24:00?")]
    [InlineData("['mon-fri 07:00-23:59']", "$.schedules.s.up[0]: window 'mon-fri 07:00-23:59' ends at 23:59. Did you mean 24:00?")]
    [InlineData("['mon 08:00 > fri 23:59']", "$.schedules.s.up[0]: window 'mon 08:00 > fri 23:59' ends at 23:59. Did you mean 24:00?")]
    [InlineData("['mon-fri 07:00-24:00']")]
    [InlineData("['mon-fri 07:00-23:30']")]
    [InlineData("['mon-fri 23:59-07:00']")]
    [InlineData("['daily 09:01-09:04']",
        "$.schedules.s: a window of schedule 's' on 2026-06-11 is 3m long, shorter than the run interval of 5m, so runs may miss it")]
    [InlineData("['daily 11:58-12:02']",
        "$.schedules.s: a window of schedule 's' on 2026-06-10 is 4m long, shorter than the run interval of 5m, so runs may miss it")]
    [InlineData("['daily 09:00-09:30']")]
    [InlineData("['daily 09:00-09:29']",
        "$.schedules.s: 'minUptime' (30m) is longer than the window of schedule 's' on 2026-06-11 (29m), so the stop comes late")]
    [InlineData("['daily 07:00-12:30', 'daily 12:33-19:00']",
        "$.schedules.s: a gap of schedule 's' on 2026-06-10 is 3m long, shorter than the run interval of 5m, so runs may miss it")]
    [InlineData("['daily 07:00-12:30', 'daily 12:38-19:00']",
        "$.schedules.s: 'minDowntime' (10m) is longer than the time schedule 's' is stopped on 2026-06-10 (8m), so the start comes late")]
    [InlineData("['daily 07:00-12:30', 'daily 12:40-19:00']")]
    public void Warns_of_windows_and_gaps(string up, params string[] warnings) => Assert.Equal(warnings, Warnings(up, ""));

    [Fact]
    public void Counts_what_is_left_by_a_clock_change() => Assert.Equal(
        ["$.schedules.s: a window of schedule 's' on 2027-03-28 is 3m long, shorter than the run interval of 5m, so runs may miss it"],
        Warnings("['sun 01:57-02:30']", "'minUptime': '1m'", "Europe/Stockholm"));

    [Theory]
    [InlineData("5m", 1)]
    [InlineData("1m", 0)]
    [InlineData("10m", 1)]
    public void Compares_with_the_time_between_runs_where_that_is_known(string interval, int warnings) => Assert.Equal(
        warnings, Warnings("['daily 09:01-09:04']", "'minUptime': '3m'", interval: interval).Count);

    [Theory]
    [InlineData("'minDowntime': '13h'",
        "$.rules[0].minDowntime: 'minDowntime' (13h) is longer than the time schedule 's' is stopped on 2026-06-10 (12h), so the "
            + "start comes late")]
    [InlineData("'minDowntime': '12h'")]
    [InlineData("'minDowntime': '13h', 'start': false")]
    [InlineData("'minUptime': '13h'",
        "$.rules[0].minUptime: 'minUptime' (13h) is longer than the window of schedule 's' on 2026-06-10 (12h), so the stop comes late")]
    [InlineData("'minUptime': '12h'")]
    [InlineData("'minUptime': '13h', 'stop': false")]
    [InlineData("'maxUptime': '30m', 'warn': '1h'",
        "$.rules[0].maxUptime: 'maxUptime' (30m) is shorter than 'warn' (1h), so no warning can come in time and the stop is "
            + "delayed")]
    [InlineData("'maxUptime': '1h', 'warn': '1h'")]
    [InlineData("'idle': { 'after': '10m', 'samples': 10 }",
        "$.rules[0].idle.samples: 10 samples at a run interval of 5m take 45m, longer than 'after' (10m)")]
    [InlineData("'idle': { 'after': '45m', 'samples': 10 }")]
    [InlineData("'idle': { 'after': '9m' }",
        "$.rules[0].idle.after: 3 samples at a run interval of 5m take 10m, longer than 'after' (9m)")]
    [InlineData("'idle': { 'after': '10m' }")]
    [InlineData("'warn': '4m'")]
    public void Warns_of_times_that_fight_the_schedule_or_each_other(string members, params string[] warnings) =>
        Assert.Equal(warnings, Warnings("['mon-fri 07:00-19:00']", members));

    [Fact]
    public void Says_once_what_two_rules_have_from_the_defaults() => Assert.Equal(
        ["$.defaults.minDowntime: 'minDowntime' (13h) is longer than the time schedule 's' is stopped on 2026-06-10 (12h), so the "
            + "start comes late"],
        All("""
            { 'schedules': { 's': { 'up': ['mon-fri 07:00-19:00'] } }, 'defaults': { 'minDowntime': '13h' },
              'rules': [ { 'name': 'a', 'match': { 'name': 'a' }, 'schedule': 's' },
                { 'name': 'b', 'match': { 'name': 'b' }, 'schedule': 's' },
                { 'name': 'c', 'match': { 'name': 'c' }, 'schedule': 's', 'minDowntime': '1h' } ] }
            """));

    [Fact]
    public void Warns_of_times_that_fight_a_schedule_that_a_tag_may_name() => Assert.Equal(
        ["$.rules[0].minDowntime: 'minDowntime' (13h) is longer than the time schedule 's' is stopped on 2026-06-10 (12h), so the "
            + "start comes late"],
        All("""
            { 'schedules': { 's': { 'up': ['mon-fri 07:00-19:00'] } },
              'rules': [ { 'name': 'r', 'match': {}, 'scheduleTag': 'plan', 'minDowntime': '13h' } ] }
            """));

    [Theory]
    [InlineData("", "$.rules[0].warn: 'warn' has no effect: no channel subscribes to \"warn\"")]
    [InlineData("{ 'type': 'slack', 'urlSecret': 'a', 'on': ['stop'] }",
        "$.rules[0].warn: 'warn' has no effect: no channel subscribes to \"warn\"")]
    [InlineData("{ 'type': 'slack', 'urlSecret': 'a', 'on': ['stop'] }, { 'type': 'teams', 'urlSecret': 'a', 'on': ['warn'] }")]
    public void Warns_once_of_warnings_that_nobody_hears(string channels, params string[] warnings) => Assert.Equal(warnings, All($$"""
        { 'rules': [ { 'name': 'a', 'match': { 'name': 'a' }, 'maxUptime': '2d', 'warn': '15m' },
            { 'name': 'b', 'match': { 'name': 'b' }, 'maxUptime': '3d', 'warn': '15m' } ], 'notify': [ {{channels}} ] }
        """));

    [Theory]
    [InlineData("EST", "'EST' is UTC-5 all year. For New York write 'America/New_York'")]
    [InlineData("MST", "'MST' is UTC-7 all year. For Denver write 'America/Denver', for Phoenix 'America/Phoenix'")]
    [InlineData("HST", "'HST' is UTC-10 all year. For Honolulu write 'Pacific/Honolulu', for the Aleutian Islands 'America/Adak'")]
    [InlineData("Etc/GMT+5", "'Etc/GMT+5' is UTC-5 all year, because its sign is reversed. For UTC+5 write 'Etc/GMT-5', for a place use "
        + "the zone of its city")]
    [InlineData("Etc/GMT-5", "'Etc/GMT-5' is UTC+5 all year, because its sign is reversed. For UTC-5 write 'Etc/GMT+5', for a place use "
        + "the zone of its city")]
    [InlineData("Etc/GMT-14", "'Etc/GMT-14' is UTC+14 all year, because its sign is reversed. For a place use the zone of its city")]
    [InlineData("EST5EDT")]
    [InlineData("CET")]
    [InlineData("America/Panama")]
    [InlineData("Etc/GMT")]
    [InlineData("Etc/GMT+0")]
    [InlineData("UTC")]
    public void Warns_of_zones_whose_clocks_are_not_those_that_people_expect(string zone, params string[] warnings)
    {
        Assert.Equal(warnings.Select(w => $"$.timeZone: {w}"), All($"{{ 'timeZone': '{zone}', 'rules': [] }}"));
        Assert.Equal(warnings.Select(w => $"$.schedules.s.timeZone: {w}"), All($$"""
            { 'schedules': { 's': { 'timeZone': '{{zone}}', 'up': ['mon 09:00-17:00'] } },
              'rules': [ { 'name': 'r', 'match': {}, 'schedule': 's' } ] }
            """));
    }

    private static List<string> Warnings(string up, string members, string zone = "UTC", string? interval = null) => All($$"""
        { 'timeZone': '{{zone}}', 'schedules': { 's': { 'up': {{up}} } },
          'rules': [ { 'name': 'r', 'match': {}, 'schedule': 's', {{members}} } ],
          'notify': [ { 'type': 'teams', 'urlSecret': 'a', 'on': ['warn'] } ] }
        """, interval);

    private static List<string> All(string json, string? interval = null)
    {
        var parse = PolicyText.Parse(json);
        Assert.Empty(parse.Problems);
        var runInterval = interval is null ? null : HopsworksFunctions.Policies.Language.DurationText.Parse(interval);
        return [.. PolicyLint.Check(parse, Now, runInterval).Select(Text)];
    }

    private static string Text(Problem warning)
    {
        Assert.Equal(Severity.Warning, warning.Severity);
        return $"{warning.Place.Path}: {warning.Message}";
    }
}
