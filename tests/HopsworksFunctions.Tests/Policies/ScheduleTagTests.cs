using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Lint;
using HopsworksFunctions.Tests.Policies.Language;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies;

public sealed class ScheduleTagTests
{
    private static PolicySet Policies(string members = "'schedule': 'office'") => PolicyText.Valid($$"""
        { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] }, 'nights': { 'up': ['daily 19:00-07:00'] } },
          'rules': [ { 'name': 'r', 'match': {}, 'scheduleTag': 'Schedule', {{members}} } ] }
        """);

    private static Rule RuleFor(string tags, string members = "'schedule': 'office'") =>
        Policies(members).RuleFor(MatchSectionTests.Tagged("a", tags))!;

    [Theory]
    [InlineData("", "office")]
    [InlineData("schedule=nights", "nights")]
    [InlineData("SCHEDULE=office", "office")]
    [InlineData("schedule=nights;Schedule=nights", "nights")]
    [InlineData("schedule =nights", "office")]
    public void A_tag_names_the_schedule_and_without_it_the_rules_own_holds(string tags, string schedule) =>
        Assert.Equal(schedule, RuleFor(tags).Schedule!.Name);

    [Theory]
    [InlineData("schedule=Nights", "Not managed: tag 'Schedule' names schedule 'Nights', which does not exist. Did you mean 'nights'?")]
    [InlineData("schedule= office  ",
        "Not managed: tag 'Schedule' names schedule ' office  ', which does not exist. Did you mean 'office'?")]
    [InlineData("schedule=", "Not managed: tag 'Schedule' names schedule '', which does not exist")]
    [InlineData("schedule=weekend", "Not managed: tag 'Schedule' names schedule 'weekend', which does not exist")]
    [InlineData("schedule=nights;SCHEDULE=office",
        "Not managed: its tags 'Schedule' differ only by case and name schedules 'nights' and 'office'. Keep one of them")]
    public void An_unknown_schedule_leaves_the_cluster_alone(string tags, string sentence)
    {
        var (cluster, now, retry) = (MatchSectionTests.Tagged("a", tags), Bench.Evening, Limits.BuiltIn.Retry);
        var rule = RuleFor(tags);
        var seen = ClusterObserver.Observe(null, cluster, rule, null, retry, now);

        var decision = PolicyEngine.Decide(cluster, rule, seen, null, retry, now, now + Duration.FromMinutes(5));

        Assert.Equal((ClusterAction.None, Reason.UnknownSchedule), (decision.Action, decision.Reason));
        Assert.Equal(sentence, decision.Explain(cluster, now));
        Assert.Equal(Reason.UnknownSchedule, ManualActionPolicy.Decide(ClusterAction.Stop, cluster, rule, seen, null, null, now).Reason);
        Assert.Null(seen.Protection);
    }

    /// <summary>A tag changes a cluster's rule exactly as another schedule in the file does.</summary>
    [Fact]
    public void Another_value_is_a_changed_rule()
    {
        var named = PolicyText.Valid("""
            { 'schedules': { 'n': { 'up': ['daily 19:00-07:00'] } }, 'rules': [ { 'name': 'r', 'match': {}, 'schedule': 'n' } ] }
            """).Rules[0];

        Assert.NotEqual(RuleFor("").Fingerprint, RuleFor("schedule=nights").Fingerprint);
        Assert.Equal(RuleFor("").Fingerprint, RuleFor("schedule=office").Fingerprint);
        Assert.Equal(named.Fingerprint, RuleFor("schedule=nights").Fingerprint);
        Assert.Equal("nights", Policies().RuleOf(named.Fingerprint)!.Schedule!.Name);
    }

    [Theory]
    [InlineData("'protect': true", "'scheduleTag' has no effect: the rule protects its clusters")]
    [InlineData("'start': false, 'stop': false", "'scheduleTag' has no effect: the rule has \"start\": false and \"stop\": false")]
    [InlineData("'enforce': true, 'warn': '5m', 'start': false", null)]
    [InlineData("'manualHold': '1h', 'warn': '13h'", "'warn' (13h) is longer than the window of schedule 'nights' on")]
    public void Lint_takes_it_for_a_schedule(string members, string? message)
    {
        var parse = PolicyText.Parse($$"""
            { 'schedules': { 'nights': { 'up': ['daily 19:00-07:00'] } },
              'rules': [ { 'name': 'r', 'match': {}, 'scheduleTag': 'schedule', {{members}} } ],
              'notify': [ { 'type': 'teams', 'urlSecret': 'a', 'on': ['warn'] } ] }
            """);
        Assert.Empty(parse.Problems);

        var warnings = PolicyLint.Check(parse, Bench.Evening).Select(warning => warning.Message).ToList();

        if (message is null)
            Assert.Empty(warnings);
        else
            Assert.Contains(warnings, warning => warning.StartsWith(message, StringComparison.Ordinal));
        Assert.DoesNotContain(warnings, warning => warning.StartsWith("no rule uses", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("''")]
    [InlineData("' '")]
    public void It_is_the_name_of_a_tag(string tag) => Assert.Contains("'scheduleTag' must be the name of a tag",
        Assert.Single(PolicyText.Parse($"{{ 'rules': [ {{ 'name': 'r', 'match': {{}}, 'scheduleTag': {tag} }} ] }}").Problems).Message,
        StringComparison.Ordinal);
}
