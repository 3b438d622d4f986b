using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Lint;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies;

public sealed class LeadTests
{
    private static readonly ClusterRecord New = new() { ClusterId = "a", Name = "a" };

    private static Rule Rule(string up, string members) => PolicyText.Valid(
        $"{{ 'schedules': {{ 's': {{ 'up': [{up}] }} }}, "
            + $"'rules': [ {{ 'name': 'r', 'match': {{}}, 'schedule': 's', {members} }} ] }}").Rules[0];

    private static Instant At(string text) => InstantPattern.General.Parse($"2026-06-{text}:00Z").Value;

    // 1 June 2026 is a Monday.
    [Theory]
    [InlineData("15m", "01T06:44", false, "", "01T07:00")]
    [InlineData("15m", "01T06:45", true, "01T07:00", "01T19:00")]
    [InlineData("15m", "01T12:05", true, "01T07:00", "01T19:00")]
    [InlineData("15m", "01T13:00", true, "01T07:00", "01T19:00")]
    [InlineData("10m", "01T12:00", true, "01T07:00", "01T19:00")]
    [InlineData("9m", "01T12:00", false, "01T12:00", "01T12:10")]
    [InlineData("9m", "01T12:01", true, "01T12:10", "01T19:00")]
    [InlineData("15m", "01T19:00", false, "01T19:00", "02T07:00")]
    public void A_lead_begins_windows_earlier_and_joins_those_that_touch(string lead, string at, bool up, string since, string until)
    {
        var rule = Rule("'mon-fri 07:00-12:00', 'mon-fri 12:10-19:00'", $"'startAhead': '{lead}'");

        var windows = LedSchedule.Of(rule, New)!.Value;

        var state = windows.At(At(at));
        Assert.Equal((up, At(until)), (state.IsUp, state.Until));
        Assert.Equal(up, windows.IsUp(At(at)));
        if (since != "")
            Assert.Equal(At(since), state.Since);
    }

    [Fact]
    public void A_lead_longer_than_every_gap_keeps_clusters_up_and_costs_no_endless_search()
    {
        var windows = LedSchedule.Of(Rule("'daily 00:00-23:00'", "'startAhead': '2h'"), New)!.Value;

        Assert.Equal((true, null, null), windows.At(At("10T12:00")) is var state ? (state.IsUp, state.Since, state.Until) : default);
    }

    [Fact]
    public void A_lead_allocates_nothing()
    {
        var windows = LedSchedule.Of(Rule("'mon-fri 07:00-12:00', 'mon-fri 12:10-19:00'", "'startAhead': '15m'"), New)!.Value;
        windows.At(At("01T13:00"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
            windows.At(At01 + Duration.FromMinutes(i));

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Instant At01 { get; } = At("01T00:00");

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("12,14", 20, 20)]
    [InlineData("12,14,13", 20, 14)]
    [InlineData("12,14,90", 20, 60)]
    public void A_learned_lead_is_the_longest_start_at_most_an_hour_with_three_of_its_own(string own, int ofRule, int expected)
    {
        var rule = Rule("'mon-fri 07:00-19:00'", "'startAhead': 'auto'");
        var starts = own.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(m => Duration.FromMinutes(int.Parse(m, null))).ToList();
        var record = New with { Starts = starts };

        var inside = StartTimes.Fix(record, rule, Duration.FromMinutes(ofRule), At("01T12:00"));
        var outside = StartTimes.Fix(record, rule, Duration.FromMinutes(ofRule), At("01T19:00"));
        var later = StartTimes.Fix(outside with { Starts = [Duration.FromMinutes(50)] }, rule, Duration.FromMinutes(50), At("02T03:00"));

        Assert.Same(record, inside);
        Assert.Equal(Duration.FromMinutes(expected), StartTimes.LeadOf(rule, outside));
        Assert.Equal(outside.Lead, later.Lead);
    }

    [Theory]
    [InlineData("'startAhead': 'soon'", "'startAhead' must be a duration or \"auto\", got 'soon'")]
    [InlineData("'startAhead': '0m'", "'startAhead' must be longer than 0")]
    [InlineData("'drain': { 'idle': '20m' }", "'drain' needs 'idle' and 'atMost'")]
    [InlineData("'drain': {}", "'drain' needs 'idle' and 'atMost'")]
    [InlineData("'manualHold': '24:00'", "'manualHold' must be a duration or a time of day such as \"22:00\", got '24:00'")]
    [InlineData("'idle': { 'after': '1h' }, 'drain': { 'idle': '20m', 'atMost': '1h', 'probe': 'extended' }", "share one activity check")]
    public void Says_what_would_be_right(string members, string message) =>
        Assert.Contains(message, Assert.Single(PolicyText.Parse($"{{ 'rules': [ {{ 'name': 'r', 'match': {{}}, {members} }} ] }}").Problems)
            .Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("'schedule': 's', 'start': false, 'startAhead': 'auto'", "the rule has \"start\": false")]
    [InlineData("'idle': { 'after': '1h' }, 'startAhead': 'auto'", "the rule has no 'schedule', so it never starts a cluster")]
    [InlineData("'maxUptime': '5h', 'drain': { 'idle': '1h', 'atMost': '2h' }",
        "the rule has no 'schedule', so no scheduled stop can wait")]
    [InlineData("'schedule': 's', 'stop': false, 'drain': { 'idle': '1h', 'atMost': '2h' }", "the rule has \"stop\": false")]
    [InlineData("'schedule': 's', 'startAhead': '13h'", "covers the time schedule 's' is stopped on 2026-06-01 (12h)")]
    public void Warns_of_members_without_effect(string members, string message)
    {
        var parse = PolicyText.Parse(
            $"{{ 'schedules': {{ 's': {{ 'up': ['daily 07:00-19:00'] }} }}, 'rules': [ {{ 'name': 'r', 'match': {{}}, {members} }} ] }}");

        Assert.Contains(PolicyLint.Check(parse, At("01T12:00")), p => p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Europe/Stockholm", "2026-06-01T18:00:00Z", "2026-06-01T20:00:00Z")]
    [InlineData("Europe/Stockholm", "2026-06-01T19:00:00Z", "2026-06-01T20:00:00Z")]
    [InlineData("Europe/Stockholm", "2026-06-01T19:00:01Z", "2026-06-02T20:00:00Z")]
    [InlineData("UTC", "2026-06-01T19:00:00Z", "2026-06-01T22:00:00Z")]
    public void A_manual_start_is_kept_until_the_next_time_of_day_an_hour_away(string zone, string start, string end) =>
        Assert.Equal(
            InstantPattern.General.Parse(end).Value,
            new ManualHold(default, new(22, 0)).EndFor(InstantPattern.General.Parse(start).Value, DateTimeZoneProviders.Tzdb[zone]));

    [Theory]
    [InlineData("2026-03-28T22:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-24T20:00:00Z", "2026-10-25T01:30:00Z")]
    public void When_clocks_change_the_time_of_day_is_as_a_windows_end(string start, string end) =>
        Assert.Equal(
            InstantPattern.General.Parse(end).Value,
            new ManualHold(default, new(2, 30)).EndFor(
                InstantPattern.General.Parse(start).Value, DateTimeZoneProviders.Tzdb["Europe/Stockholm"]));
}
