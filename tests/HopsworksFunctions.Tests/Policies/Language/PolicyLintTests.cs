using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Lint;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies.Language;

public sealed class PolicyLintTests
{
    private const string Channel = "'notify': [ { 'type': 'slack', 'urlSecret': 'a', 'on': ['warn'] } ]";

    // A Wednesday.
    private static readonly Instant Now = InstantPattern.ExtendedIso.Parse("2026-06-10T12:00:00Z").Value;

    [Fact]
    public void Warns_of_a_file_without_rules() =>
        Assert.Equal("no rules: the app manages no cluster", Assert.Single(Warnings("{}")).Message);

    [Theory]
    [InlineData("['mon-fri 07:00-19:00']", null)]
    [InlineData("['day 31 07:00-19:00']", null)]
    [InlineData("['feb day 31 07:00-19:00']", "window 'feb day 31 07:00-19:00' is always empty: its date does not exist in any year")]
    [InlineData("['feb 22nd workday 07:00-19:00']", "is always empty: its date does not exist in any year")]
    [InlineData("['feb 5th sat 07:00-19:00']", "window 'feb 5th sat 07:00-19:00' is empty for the next five years: its dates do not occur")]
    [InlineData("['*-02-29 07:00-19:00']", null)]
    [InlineData("['2025-01-01 07:00 > 2026-06-09 19:00']", "is empty for the next five years")]
    [InlineData("['2024-01-01 07:00 > 2026-06-01 19:00']", "has passed. Remove it")]
    [InlineData("['2024-01-01 07:00 > 2026-06-11 19:00']", null)]
    [InlineData("['2035-01-01 07:00 > 2035-06-11 19:00']", null)]
    [InlineData("['mon 08:00 > mon 09:00']", "span 'mon 08:00 > mon 09:00' lasts 1h. For the whole week write 'daily 00:00-24:00'; for 1h "
        + "write 'mon 08:00-09:00'")]
    [InlineData("['mon 08:00 > mon 12:00']", null)]
    [InlineData("['2025-01-01..2026-06-01 07:00-19:00']", "has passed. Remove it")]
    [InlineData("['2026-06-09 22:00-06:00']", "'2026-06-09 22:00-06:00' is empty for the next five years")]
    [InlineData("['2026-06-10 11:00-13:00']", null)]
    [InlineData("['2032-06-10 07:00-19:00']", null)]
    [InlineData("['daily 00:00-24:00']", "schedule 's' covers the whole week, so it never stops a cluster")]
    [InlineData("['mon 00:00 > sun 24:00']", "schedule 's' covers the whole week")]
    [InlineData("['mon-wed 06:00-18:00', 'mon-wed 18:00-06:00', 'thu 00:00 > sun 24:00']", null)]
    [InlineData("['mon 06:00 > thu 06:00', 'thu 06:00 > mon 06:00']", "schedule 's' covers the whole week")]
    [InlineData("[]", "schedule 's' has no windows")]
    public void Warns_of_schedules_that_never_change(string up, string? message)
    {
        var warnings = Warnings($"{{ 'schedules': {{ 's': {{ 'up': {up} }} }}, 'rules': [ {{ 'name': 'r', 'match': {{}}, "
            + $"'schedule': 's' }} ] }}");

        if (message is null)
            Assert.Empty(warnings);
        else
            Assert.Contains(message, Assert.Single(warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_a_window_whose_dates_are_all_excepted()
    {
        var warning = Assert.Single(Warnings("""
            { 'schedules': { 's': { 'up': ['*-12-24..*-12-26 07:00-19:00', 'mon 07:00-19:00'], 'except': ['*-12-01..*-12-31'] } },
              'rules': [ { 'name': 'r', 'match': {}, 'schedule': 's' } ] }
            """));

        Assert.Equal("$.schedules.s.up[0]", warning.Place.Path);
        Assert.Contains("'except' covers all its dates", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("['mon-thu 19:00-07:00', 'fri 19:00 > mon 07:00']", "['*-12-24']", "'except' treats span 'fri 19:00 > mon 07:00' "
        + "and overnight window 'mon-thu 19:00-07:00' differently: a span loses only the excluded dates, a window loses its whole night")]
    [InlineData("['mon-thu 19:00-07:00', 'fri 19:00 > mon 07:00']", "[]", null)]
    [InlineData("['mon-thu 19:00-24:00', 'fri 19:00 > mon 07:00']", "['*-12-24']", null)]
    [InlineData("['mon-thu 19:00-07:00', '2026-06-19 19:00 > 2026-06-22 07:00']", "['*-12-24']", null)]
    [InlineData("['2nd workday 07:00-19:00', 'sat 07:00-19:00']", "['*-07-01..*-07-31', '*-01-01']",
        "'2nd workday' moves in 1 of the next 12 months because of '*-07-01..*-07-31'")]
    [InlineData("['jan,jul  last 3 workdays 07:00-19:00']", "['@c']",
        "'jan,jul  last 3 workdays' moves in 2 of the next 12 months because of calendar 'c'")]
    [InlineData("['2nd workday 07:00-19:00']", "['*-01-01', '*-07-13..*-07-31']", null)]
    [InlineData("['1st workday 07:00-19:00']", "['*-01-01..*-12-31']", "'except' covers all its dates",
        "'1st workday' moves in 12 of the next 12")]
    public void Warns_of_what_except_does_to_spans_and_workdays(string up, string except, params string?[]? messages)
    {
        var warnings = Warnings($$"""
            { 'calendars': { 'c': ['*-07-20..*-07-31', '*-01-25..*-01-31'] }, 'schedules': { 's': { 'up': {{up}}, 'except': {{except}} },
              'other': { 'up': ['mon 07:00-19:00'], 'except': ['@c'] } },
              'rules': [ { 'name': 'r', 'match': { 'name': 'r' }, 'schedule': 's' }, { 'name': 'o', 'match': {}, 'schedule': 'other' } ] }
            """);

        Assert.Equal(messages?.Length ?? 0, warnings.Count);
        Assert.All((messages ?? []).Zip(warnings), w => Assert.Contains(w.First!, w.Second.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Takes_the_members_of_a_union_for_used() => Assert.Equal(
        "no rule uses schedule 'other'",
        Assert.Single(Warnings("""
            { 'schedules': { 'all': { 'union': ['a', 'b'] }, 'a': { 'up': ['mon 07:00-19:00'] }, 'b': { 'up': ['tue 07:00-19:00'] },
                             'other': { 'union': ['a'] } },
              'rules': [ { 'name': 'r', 'match': {}, 'schedule': 'all' } ] }
            """)).Message);

    [Fact]
    public void Warns_of_a_union_that_is_up_all_week() => Assert.StartsWith(
        "schedule 'all' covers the whole week",
        Assert.Single(Warnings("""
            { 'schedules': { 'all': { 'union': ['days', 'nights'] }, 'days': { 'up': ['daily 07:00-19:00'] },
                             'nights': { 'up': ['daily 19:00-07:00'] } },
              'rules': [ { 'name': 'r', 'match': {}, 'schedule': 'all' } ] }
            """)).Message, StringComparison.Ordinal);

    [Fact]
    public void Warns_of_what_nothing_uses()
    {
        var warnings = Warnings("""
            { 'calendars': { 'se': ['*-01-01'], 'fair': ['2026-09-01'], 'de': ['*-10-03'] },
              'schedules': { 'office': { 'up': ['mon 07:00-19:00', ' @fair 09:00-17:00'], 'except': ['@se'] } }, 'rules': [] }
            """);

        Assert.Equal(["$.calendars.de", "$.schedules.office"], warnings.Select(w => w.Place.Path));
        Assert.StartsWith("no schedule uses calendar 'de'", warnings[0].Message, StringComparison.Ordinal);
        Assert.Equal("no rule uses schedule 'office'", warnings[1].Message);
    }

    [Theory]
    [InlineData("['2025-12-24', '2024-01-01..2024-01-06']", "all dates in calendar 'c' have passed")]
    [InlineData("['2025-12-24', '*-12-24']", null)]
    [InlineData("['2025-12-24', '2026-06-09..2026-06-10']", null)]
    [InlineData("[]", "calendar 'c' has no dates")]
    public void Warns_of_a_calendar_that_is_past(string dates, string? message)
    {
        var warnings = Warnings($$"""
            { 'calendars': { 'c': {{dates}} }, 'schedules': { 's': { 'up': ['mon 07:00-19:00'], 'except': ['@c'] } },
              'rules': [ { 'name': 'r', 'match': {}, 'schedule': 's' } ] }
            """);

        if (message is null)
            Assert.Empty(warnings);
        else
            Assert.Contains(message, Assert.Single(warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("['mon-fri 07:00-19:00']", "12h")]
    [InlineData("['mon 07:00-08:00']", "2h",
        "is longer than the window of schedule 's' on 2026-06-15 (1h): the warning would come before the start")]
    [InlineData("['daily 08:00-12:00', 'daily 12:30-17:00']", "45m",
        "is longer than the time schedule 's' is stopped on 2026-06-11 (30m)")]
    [InlineData("['mon 07:00-08:00', 'mon 08:30-09:00']", "40m", "window of schedule 's' on 2026-06-15 (30m)",
        "schedule 's' is stopped on 2026-06-15 (30m)")]
    public void Warns_of_a_warning_longer_than_what_it_warns_of(string up, string warn, params string[] messages)
    {
        var warnings = Warnings($"{{ 'schedules': {{ 's': {{ 'up': {up} }} }}, 'rules': [ {{ 'name': 'r', 'match': {{}}, 'schedule': "
            + $"'s', 'warn': '{warn}' }} ], {Channel} }}");

        Assert.Equal(messages.Length, warnings.Count);
        Assert.All(messages.Zip(warnings), w => Assert.Contains(w.First, w.Second.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'protect': true, 'schedule': 's'", "schedule", "the rule protects its clusters")]
    [InlineData("'protect': true, 'minUptime': '1h'", "minUptime", "the rule protects its clusters")]
    [InlineData("'manage': false, 'order': 1", "order", "the rule has \"manage\": false")]
    [InlineData("'schedule': 's', 'stop': false, 'warn': '5m'", "warn", "the rule has \"stop\": false")]
    [InlineData("'stop': false, 'idle': { 'after': '1h' }", "idle", "the rule has \"stop\": false")]
    [InlineData("'warn': '5m'", "warn", "so it never stops a cluster")]
    [InlineData("'start': false", "start", "so it never starts a cluster")]
    [InlineData("'start': false, 'stop': false, 'schedule': 's'", "schedule", "the rule has \"start\": false and \"stop\": false")]
    [InlineData("'manualHold': '1h', 'maxUptime': '1d'", "manualHold", "there is no window to start outside of")]
    [InlineData("'manualHold': '1h', 'schedule': 's', 'enforce': true", "manualHold", "'enforce' undoes manual starts")]
    [InlineData("'schedule': 's', 'start': false, 'idle': { 'after': '1h' }, 'warn': '5m', 'manualHold': '1h', 'order': 1")]
    [InlineData("'protect': true")]
    [InlineData("'manage': false")]
    [InlineData("'maxUptime': '1d', 'warn': '5m'")]
    public void Warns_of_members_that_change_nothing(string members, string? member = null, string? why = null)
    {
        var warnings = Warnings($$"""
            { 'schedules': { 's': { 'up': ['mon 07:00-19:00'] } },
              'rules': [ { 'name': 'r', 'match': {}, {{members}} }, { 'name': 'other', 'match': {}, 'schedule': 's' } ], {{Channel}} }
            """).Where(w => w.Place.Path.StartsWith("$.rules[0]", StringComparison.Ordinal)).ToList();

        if (member is null)
        {
            Assert.Empty(warnings);
            return;
        }
        var warning = Assert.Single(warnings);
        Assert.Equal($"$.rules[0].{member}", warning.Place.Path);
        Assert.StartsWith($"'{member}' has no effect: ", warning.Message, StringComparison.Ordinal);
        Assert.Contains(why!, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_a_channel_that_is_told_of_nothing() => Assert.Equal(
        "$.notify[0].on", Assert.Single(Warnings("{ 'rules': [], 'notify': [ { 'type': 'slack', "
            + "'urlSecret': 'x', 'on': [] } ] }")).Place.Path);

    [Fact]
    public void Says_nothing_of_a_file_that_is_not_valid() =>
        Assert.Empty(PolicyLint.Check(PolicyText.Parse("{ 'schedules': { 's': { 'up': [] } }, 'rules': 1 }"), Now));

    internal static IReadOnlyList<Problem> Warnings(string json)
    {
        var parse = PolicyText.Parse(json);
        Assert.Empty(parse.Problems);
        var warnings = PolicyLint.Check(parse, Now);
        Assert.All(warnings, w => Assert.Equal(Severity.Warning, w.Severity));
        return warnings;
    }
}
