using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Tests.Policies.Language;

/// <summary>What counts as a changed rule, and what does not.</summary>
public sealed class FingerprintTests
{
    private static string Of(
        string up = "'mon-fri 07:00-19:00', 'sat 09:00-13:00'", string members = "", string name = "dev",
        string calendar = "se", string dates = "'2026-12-24', '2026-12-25'") =>
        PolicyText.Valid($$"""
            { 'calendars': { '{{calendar}}': [{{dates}}] }, 'schedules': { 'office': { 'up': [{{up}}], 'except': ['@{{calendar}}'] } },
              'rules': [ { 'name': '{{name}}', 'match': {}, 'schedule': 'office' {{members}} } ] }
            """).Rules[0].Fingerprint;

    [Fact]
    public void Names_comments_and_order_are_no_change()
    {
        var known = Of();

        Assert.Equal(known, Of(name: "development"));
        Assert.Equal(known, Of(up: "'sat 09:00-13:00', /* and */ 'mon-fri 07:00-19:00'"));
        Assert.Equal(known, Of(calendar: "sweden"));
        Assert.Equal(known, Of(dates: "'2026-12-25', '2026-12-24'"));
        Assert.Equal(Of(members: ", 'warn': '15m', 'stop': true"), Of(members: ", 'stop': true, 'warn': '15m'"));
        Assert.Equal(known, Of(members: ", 'order': 3"));
    }

    [Fact]
    public void Windows_dates_and_members_are()
    {
        string[] all =
        [
            Of(),
            Of(up: "'mon-fri 07:00-18:00', 'sat 09:00-13:00'"),
            Of(dates: "'2026-12-24'"),
            Of(members: ", 'warn': '15m'"),
            Of(members: ", 'idle': { 'after': '1h' }"),
        ];

        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void A_union_is_the_windows_of_its_members()
    {
        var known = Union("'a', 'b'");

        Assert.Equal(known, Union("'b', 'a'"));
        Assert.Equal(known, Union("'b', 'a'", "'timeZone': 'Asia/Tokyo',"));
        Assert.NotEqual(known, Union("'a', 'b'", b: "mon 08:00-18:00"));
        Assert.NotEqual(known, Union("'a'"));

        static string Union(string members, string zone = "", string b = "mon 07:00-19:00") => PolicyText.Valid($$"""
            { 'schedules': { 's': { {{zone}} 'union': [{{members}}] }, 'a': { 'up': ['fri 07:00-19:00'] }, 'b': { 'up': ['{{b}}'] } },
              'rules': [ { 'name': 'r', 'match': {}, 'schedule': 's' } ] }
            """).Rules[0].Fingerprint;
    }

    [Fact]
    public void It_says_its_version_and_whether_there_is_a_schedule()
    {
        var without = PolicyText.Valid("{ 'rules': [ { 'name': 'demo', 'match': {}, 'maxUptime': '8h' } ] }").Rules[0].Fingerprint;

        Assert.True(RuleFingerprint.IsOfThisVersion(without));
        Assert.Equal(
            (false, true, true),
            (RuleFingerprint.HasSchedule(without), RuleFingerprint.HasSchedule(Of()), RuleFingerprint.HasSchedule("0a1b2c3d4e5f")));
        Assert.False(RuleFingerprint.IsOfThisVersion("0a1b2c3d4e5f"));
    }
}
