using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>Clusters left alone because of their name or tags are reported once, and once more when that is settled.</summary>
public sealed class MatchIncidentTests
{
    private static readonly Requester Ada = new("ada", "HTTP", "request-1");

    private readonly Bench bench = new()
    {
        Policies = new(PolicyText.Valid("""
            { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] }, 'all': { 'up': ['daily 00:00-23:00'] } },
              'rules': [ { 'name': 'production', 'match': { 'tags': { 'env': 'prod' } }, 'protect': true },
                         { 'name': 'rest', 'match': {}, 'schedule': 'all', 'scheduleTag': 'schedule' } ] }
            """), null),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<RunReport> RunAsync(params (string Name, string Tags)[] clusters)
    {
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        return bench.Lists([.. clusters.Select(cluster => MatchSectionTests.Tagged(cluster.Name, cluster.Tags))]).RunAsync();
    }

    [Fact]
    public async Task Near_matches_of_a_rule_are_one_incident_that_lists_them_until_settled()
    {
        var begins = await RunAsync(("a", "env=Prod"), ("b", "env=dev"));
        var more = await RunAsync(("a", "env=Prod"), ("b", "env=PROD"));
        var over = await RunAsync(("a", "env=prod"), ("b", "env=prod"));

        var notice = Assert.Single(begins.Notices);
        Assert.Equal((EventKind.Config, null, false), (notice.Kind, notice.ClusterId, notice.Over));
        Assert.Equal("1 cluster almost matches rule 'production' and is treated as protected: "
            + "a (tag env is \"Prod\", the rule expects \"prod\"). Fix its name or tag, or change the rule.", notice.Message);
        Assert.Empty(more.Notices);
        Assert.StartsWith("2 clusters almost match rule 'production' and are treated as protected: a (",
            Assert.Single(more.Incidents).Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(over.Notices).Over);
        Assert.EndsWith("Rule 'production' has no near matches.", over.Notices[0].Message, StringComparison.Ordinal);
        Assert.Empty(over.Incidents);
    }

    [Fact]
    public async Task Neither_it_nor_an_invalid_file_hides_the_other()
    {
        await RunAsync(("a", "env=Prod"));
        bench.Policies = bench.Policies with { Error = "policies.json:1:1: no" };
        var both = await RunAsync(("a", "env=Prod"));
        var settled = await RunAsync(("a", "env=prod"));

        Assert.EndsWith(" stays in force: policies.json:1:1: no.", Assert.Single(both.Notices).Message, StringComparison.Ordinal);
        Assert.Equal(2, both.Incidents.Count);
        Assert.Equal(both.Notices[0].Message, Assert.Single(settled.Incidents).Message);
    }

    [Fact]
    public async Task Nobody_stops_or_holds_a_near_match()
    {
        await RunAsync(("a", "env=Prod"));
        var stopped = await bench.AskAsync("a", ClusterAction.Stop, null, Ada, false, Stop);
        var held = await bench.Holds.SetAsync("a", new(HoldState.Down, new HoldEnd.After(Duration.FromHours(2)), null), Ada, false, Stop);

        Assert.Equal((OperationErrorKind.Protected, OperationErrorKind.Protected), (stopped.Error?.Kind, held.Error?.Kind));
        Assert.Equal("a almost matches rule 'production' (tag env is \"Prod\", the rule expects \"prod\"), "
            + "so the app treats it as protected.", held.Error?.Message);
    }

    /// <summary>Protection by a near match ends as slowly as protection by a match.</summary>
    [Fact]
    public async Task A_cluster_that_is_no_near_match_any_more_is_left_alone_for_an_hour()
    {
        await RunAsync(("a", "env=Prod;schedule=office"));
        var run = await RunAsync(("a", "env=dev;schedule=office"));

        Assert.Equal(Reason.ProtectionEnds, run.Clusters[0].Decision.Reason);
    }

    [Fact]
    public async Task An_unknown_schedule_is_told_once_and_the_schedule_applies_at_once_when_the_tag_is_right()
    {
        var begins = await RunAsync(("a", "schedule=Office"), ("b", "schedule=all"));
        var lasts = await RunAsync(("a", "schedule=Office"), ("b", "schedule=all"));
        var held = await bench.Holds.SetAsync("a", new(HoldState.Up, new HoldEnd.After(Duration.FromHours(2)), null), Ada, false, Stop);
        bench.AnswersStop("a");
        var over = await RunAsync(("a", "schedule=office"), ("b", "schedule=all"));

        var notice = Assert.Single(begins.Notices);
        Assert.Equal((EventKind.Config, "a", false), (notice.Kind, notice.ClusterId, notice.Over));
        Assert.Equal("a: tag 'schedule' names schedule 'Office', which does not exist. The app does not act on it. "
            + "Schedules: office, all.", notice.Message);
        Assert.Empty(lasts.Notices);
        Assert.Equal(OperationErrorKind.NotManaged, held.Error?.Kind);
        Assert.Contains(over.Notices, n => n is { Kind: EventKind.Config, Over: true }
            && n.Message.EndsWith("The schedule of a is 'office'.", StringComparison.Ordinal));
        Assert.Equal(Reason.WindowEnd, over.Clusters[0].Decision.Reason);
    }
}
