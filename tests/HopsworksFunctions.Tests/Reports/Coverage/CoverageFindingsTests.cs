using HopsworksFunctions.Core.Reports.Coverage;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Policies.Language;
using NodaTime;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Reports.Coverage;

/// <summary>Findings about clusters on a Monday at noon in December, over the 14 days before.</summary>
public sealed class CoverageFindingsTests
{
    private const string Rules = """
        { 'name': 'production', 'match': { 'tags': { 'env': ['prod', 'live'] } }, 'protect': true },
        { 'name': 'pinned', 'match': { 'name': 'pin-*' }, 'manage': false },
        { 'name': 'dev', 'match': { 'name': 'dev-*' }, 'schedule': 'office', 'observe': true },
        { 'name': 'daily', 'match': { 'name': 'day-*' }, 'schedule': 'always' },
        { 'name': 'summer', 'match': { 'name': 'sum-*' }, 'schedule': 'summer' },
        { 'name': 'tagged', 'match': { 'name': 'tag-*' }, 'scheduleTag': 'plan' },
        { 'name': 'lab', 'match': { 'name': 'lab-*' }, 'idle': { 'after': '1h' } },
        { 'name': 'bare', 'match': { 'name': 'bare-*' } },
        { 'name': 'kept', 'match': { 'name': 'keep-*' }, 'schedule': 'office', 'stop': false },
        { 'name': 'dry', 'match': { 'name': 'dry-*' }, 'schedule': 'office', 'dryRun': true },
        { 'name': 'training', 'match': { 'tags': { 'env': 'train' } }, 'schedule': 'office' }
        """;

    internal static readonly Instant Now = At("2026-12-07 12:00");
    internal static readonly CoverageTimes Times = new(Now, Now, 14);
    internal static readonly PolicySet Policies = Of(Rules);

    private static PolicySet Of(string rules) => PolicyText.Valid($$"""
        { 'timeZone': 'Europe/Stockholm',
          'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] }, 'always': { 'up': ['daily 00:00-24:00'] },
                         'summer': { 'up': ['jun-aug mon-fri 07:00-19:00'] } },
          'rules': [ {{rules}} ] }
        """);

    /// <summary>Returns a cluster that was up and down for this many days. It is running now if it was ever up.</summary>
    internal static CoverageCluster Its(
        string name, string tags, double up = 7, double down = 7, Hold? hold = null, Func<Cluster, Cluster>? change = null,
        Func<ClusterRecord, ClusterRecord>? remember = null, PolicySet? policies = null)
    {
        policies ??= Policies;
        var cluster = MatchSectionTests.Tagged(name, tags) with
        {
            State = up > 0 ? ClusterState.Running : ClusterState.Stopped,
            StateText = up > 0 ? "running" : "stopped",
            ActivationState = up > 0 ? ActivationState.Stoppable : ActivationState.Startable,
        };
        cluster = change?.Invoke(cluster) ?? cluster;
        var (rule, retry) = (policies.RuleFor(cluster), Limits.BuiltIn.Retry);
        var record = ClusterObserver.Observe(null, cluster, rule, null, retry, Now);
        record = remember?.Invoke(record) ?? record;
        var decision = PolicyEngine.Decide(cluster, rule, record, hold, retry, Now, Now + Duration.FromMinutes(5));
        return new(
            new(cluster, decision) { Hold = hold, DryRun = decision.IsDryRun(policies) }, Duration.FromDays(up), Duration.FromDays(down));
    }

    private static List<CoverageFinding> Found(CoverageCluster its, PolicySet? policies = null) =>
        [.. new CoverageFindings(new(policies ?? Policies), Times, null).Of(its).OrderBy(finding => finding.Kind)];

    private static string Words(IEnumerable<CoverageFinding> findings) =>
        string.Join(' ', findings.Select(its => CamelCase.Of(its.Kind) + (its.Expected ? "*" : "")));

    [Theory]
    [InlineData("dev-1", "owner=a", 7, 7, "")]
    [InlineData("dev-1", "Team=a", 7, 7, "")]
    [InlineData("dev-1", "owner= ", 7, 7, "noOwner")]
    [InlineData("x", "owner=a", 7, 7, "noRule")]
    [InlineData("p", "owner=a;env=prod", 7, 7, "")]
    [InlineData("p", "owner=a;env=Prod", 7, 7, "nearlyProtected")]
    [InlineData("p", "owner=a;env=prdo", 7, 7, "nearlyProtected noRule")]
    [InlineData("dev-1", "owner=a;env=prdo", 7, 7, "nearlyProtected")]
    [InlineData("dev-1", "owner=a;evn=prod", 7, 7, "nearlyProtected")]
    // A rule matches this value, so it is no typing error.
    [InlineData("dev-1", "owner=a;env=train", 7, 7, "")]
    [InlineData("dev-1", "owner=a;env=stage", 7, 7, "")]
    [InlineData("x", "owner=a;env=trian", 7, 7, "noRule nearlyMatched")]
    [InlineData("x", "owner=a;env= TRAIN", 7, 7, "noRule nearlyMatched")]
    [InlineData("Dev-1", "owner=a", 7, 7, "noRule nearlyMatched")]
    [InlineData("PIN-1", "owner=a", 7, 7, "nearlyProtected")]
    [InlineData("tag-1", "owner=a;plan=offise", 7, 7, "unknownSchedule")]
    [InlineData("tag-1", "owner=a;plan=office", 7, 7, "")]
    public void A_cluster_has_the_kinds_that_its_rule_and_tags_say(string name, string tags, double up, double down, string kinds) =>
        Assert.Equal(kinds, Words(Found(Its(name, tags, up, down))));

    [Theory]
    [InlineData("dev-1", "", 14, 0, "alwaysUp")]
    [InlineData("lab-1", "", 14, 0, "alwaysUp")]
    [InlineData("bare-1", "", 14, 0, "alwaysUp")]
    [InlineData("dry-1", "", 14, 0, "alwaysUp")]
    [InlineData("x", "", 14, 0, "noRule alwaysUp")]
    [InlineData("p", "env=prod", 14, 0, "alwaysUp*")]
    [InlineData("p", "env=Prod", 14, 0, "nearlyProtected alwaysUp*")]
    [InlineData("pin-1", "", 14, 0, "alwaysUp*")]
    [InlineData("day-1", "", 14, 0, "alwaysUp*")]
    [InlineData("keep-1", "", 14, 0, "alwaysUp*")]
    [InlineData("tag-1", "plan=x", 14, 0, "unknownSchedule alwaysUp")]
    [InlineData("dev-1", "", 0, 14, "neverUp")]
    [InlineData("p", "env=prod", 0, 14, "neverUp")]
    [InlineData("sum-1", "", 0, 14, "neverUp*")]
    // Up to an hour down counts as a restart, not as a stop.
    [InlineData("dev-1", "", 13.97, 0.03, "alwaysUp")]
    [InlineData("dev-1", "", 13.95, 0.05, "")]
    [InlineData("dev-1", "", 0.01, 13.99, "")]
    // It is too early to tell until the cluster has been known for a week.
    [InlineData("dev-1", "", 7, 0, "alwaysUp")]
    [InlineData("dev-1", "", 6.9, 0, "")]
    [InlineData("dev-1", "", 0, 6.9, "")]
    public void Always_and_never_running_are_found_and_not_held_against_those_that_are_meant_to_be(
        string name, string tags, double up, double down, string kinds) =>
        Assert.Equal(kinds, Words(Found(Its(name, $"owner=a;{tags}".TrimEnd(';'), up, down))));

    [Theory]
    [InlineData("x", "", 7, "noRule", "No rule matches, so the app neither stops nor starts it. Add a rule for it. ")]
    [InlineData("p", "env=Prod", 7, "nearlyProtected", "Almost matches rule 'production' (tag env is \"Prod\", the rule expects \"prod\"). "
        + "The app treats it as protected. Fix the tag or the rule.")]
    [InlineData("dev-1", "env=prdo", 7, "nearlyProtected", "Almost matches rule 'production', which protects (tag env is \"prdo\", the "
        + "rule expects \"prod\"). Rule 'dev' applies instead. If this is a mistake, fix the tag or the rule.")]
    [InlineData("dev-1", "evn=live", 7, "nearlyProtected",
        "(a tag is named \"evn\", the rule expects \"env\"). Rule 'dev' applies instead.")]
    [InlineData("Dev-1", "", 7, "nearlyMatched",
        "Almost matches rule 'dev' (name is \"Dev-1\", the rule expects \"dev-*\"). No rule applies.")]
    [InlineData("tag-1", "plan=offise", 7, "unknownSchedule", "Tag 'plan' names schedule 'offise', which does not exist, so the app does "
        + "not act on it. Did you mean 'office'? Schedules: office, always, summer.")]
    [InlineData("dev-1", "", 14, "alwaysUp", "Ran for all of the last 14 days. Find in its audit log what kept it running, and in "
        + "hops advise which hours it needs. Now: Running: inside schedule 'office' since Mon 07:00 (Europe/Stockholm).")]
    [InlineData("dev-1", "", 8, "alwaysUp", "Ran for all of the 8 days that are known of the last 14 days.")]
    [InlineData("bare-1", "", 14, "alwaysUp", "Give rule 'bare' a schedule, idle or maxUptime, or ")]
    [InlineData("dry-1", "", 14, "alwaysUp", "Remove dryRun from the policies or its rule")]
    [InlineData("p", "env=prod", 14, "alwaysUp", "Nothing to do: rule 'production' protects it.")]
    [InlineData("p", "env=Prod", 14, "alwaysUp", "Nothing to do: the app treats it as protected, because it almost matches rule")]
    [InlineData("pin-1", "", 14, "alwaysUp", "Nothing to do: rule 'pinned' has \"manage\": false.")]
    [InlineData("day-1", "", 14, "alwaysUp", "Nothing to do: schedule 'always' keeps it running.")]
    [InlineData("keep-1", "", 14, "alwaysUp", "Nothing to do: rule 'kept' has \"stop\": false.")]
    [InlineData("dev-1", "", 0, "neverUp", "Stopped for all of the last 14 days. Schedule 'office' had windows in that time. "
        + "Its audit log says why it did not run.")]
    [InlineData("x", "", 0, "neverUp", "Stopped for all of the last 14 days. Is it still needed? A stopped cluster still costs its disks.")]
    [InlineData("sum-1", "", 0, "neverUp", "Nothing to do: schedule 'summer' had no window in that time.")]
    public void Each_finding_says_what_is_so_and_what_to_do(string name, string tags, double up, string kind, string said)
    {
        var its = Its(name, tags, up, up > 7 ? 0 : up == 0 ? 14 : 7);

        var finding = Found(its).Single(finding => CamelCase.Of(finding.Kind) == kind);

        Assert.Contains(said, $"{finding.Message} {finding.Todo}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClusterState.Error, "error", "no quota",
        "In state error: no quota. Repair it in Hopsworks.ai. Rule 'dev' then applies again.")]
    [InlineData(ClusterState.ShuttingDown, "shutting-down", null, "In state shutting-down. Repair it")]
    [InlineData(ClusterState.Unknown, "dreaming", null, "The app does not know the state 'dreaming', so it does not act on the cluster. ")]
    public void A_cluster_in_a_state_of_error_is_neither_always_nor_never_running(
        ClusterState state, string text, string? error, string said)
    {
        var found = Found(Its(
            "dev-1", "owner=a", 14, 0, change: its => its with { State = state, StateText = text, ErrorMessage = error }));

        Assert.Equal("inError", Words(found));
        Assert.StartsWith(said, $"{found[0].Message} {found[0].Todo}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lab-1", 6, null, "Its activity checks fail, so it will not be stopped when idle. There is no secret 's'.")]
    [InlineData("lab-1", 5, null, null)]
    [InlineData("dev-1", 0, 30, "Its activity checks fail, so its history does not say when it is busy, and there is no advice for it.")]
    [InlineData("dev-1", 0, 29, null)]
    // Failed checks mean nothing under a rule that measures no activity.
    [InlineData("bare-1", 6, 30, null)]
    public void Activity_that_cannot_be_measured_for_half_an_hour_is_found(string name, int checks, int? minutes, string? said)
    {
        var found = Found(Its(name, "owner=a", remember: record => record with
        {
            Unmeasured = checks == 0 ? null : new(checks, "there is no secret 's'"),
            Observed = minutes is { } ago ? new(Activity.Unknown, Now - Duration.FromMinutes(ago)) : null,
        }));

        Assert.Equal(said is null ? "" : "notMeasured", Words(found));
        Assert.Equal(said, found.FirstOrDefault()?.Message);
    }

    [Theory]
    [InlineData("dev-1", HoldState.Up, 14, "alwaysUp", "Release its hold if it is not needed any more: kept running until Tue 13:00 "
        + "(Europe/Stockholm) by anna (\"demo\").")]
    [InlineData("dev-1", HoldState.Down, 0, "neverUp*",
        "Nothing to do: it is kept stopped until Tue 13:00 (Europe/Stockholm) by anna (\"demo\").")]
    public void A_hold_says_who_wants_it_so(string name, HoldState state, double up, string kind, string todo)
    {
        var hold = new Hold(name, state, Now - Duration.FromDays(1), Now + Duration.FromDays(1), "anna", "demo");

        var found = Found(Its(name, "owner=a", up, 14 - up, hold));

        Assert.Equal((kind, todo), (Words(found), found[0].Todo));
    }

    [Fact]
    public void A_last_rule_for_all_others_is_no_decision_on_a_cluster()
    {
        var policies = Of($$"""{{Rules}}, { 'name': 'rest', 'match': {}, 'manage': false }""");

        var found = Found(Its("x", "owner=a;env=trian", 14, 0, policies: policies), policies);

        Assert.Equal("nearlyMatched alwaysUp", Words(found));
        Assert.Contains("Rule 'rest' applies instead.", found[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("No rule names it: 'rest' matches every cluster, with \"manage\": false. Add a rule that stops it",
            found[1].Todo, StringComparison.Ordinal);
    }
}
