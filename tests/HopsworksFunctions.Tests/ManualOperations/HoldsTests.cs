using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.ManualOperations;

public sealed class HoldsTests
{
    private const string Fleet = """
        { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } }, 'rules': [
          { 'name': 'production', 'match': { 'name': 'prod-*' }, 'protect': true }, { 'name': 'people', 'match': { 'name': 'own-*' }, 'manage': false },
          { 'name': 'dev', 'match': { 'name': 'dev-*' }, 'schedule': 'office' }, { 'name': 'plain', 'match': { 'name': 'plain-*' } } ] }
        """;

    private static readonly Requester Anna = new("anna", "HTTP", "request-1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Bench Create() => new Bench { Policies = new(PolicyText.Valid(Fleet), null) }.Lists(
        Bench.Dev1, Bench.Running("prod-1"), Bench.Running("own-1"), Bench.Running("plain-1"), Bench.Running("other"),
        Bench.Running("a") with { Name = "dev-twin" }, Bench.Running("b") with { Name = "dev-twin" },
        Bench.Running("c") with { Name = "dev-named" });

    private static Task<OperationResult<HeldCluster>> SetAsync(Bench bench, string until = "2h", string cluster = "dev-1",
        HoldState state = HoldState.Up, string? reason = null, bool dryRun = false) =>
        bench.Holds.SetAsync(cluster, new(state, HoldEnd.Parse(until)!, reason), Anna, dryRun, Stop);

    [Fact]
    public async Task Is_kept_audited_and_respected_by_the_next_run()
    {
        var bench = Create();

        var answer = await SetAsync(bench, reason: "month-end");
        var report = await bench.RunAsync();

        var hold = new Hold("dev-1", HoldState.Up, Bench.Evening, Bench.Evening + Duration.FromHours(2), "anna", "month-end");
        Assert.Equal(new HeldCluster("dev-1", "dev-1", hold, true, null), answer.Value);
        Assert.Equal((ClusterAction.None, Reason.Held), (report.Clusters[0].Decision.Action, report.Clusters[0].Decision.Reason));
        var entry = (await bench.AuditedAsync())[0];
        Assert.Equal(
            (AuditKind.Hold, null, "anna", "dev-1", "dev", "kept running until Mon 22:00 (UTC) by anna (\"month-end\")", HoldState.Up,
                hold.Until),
            (entry.Kind, entry.Step, entry.By, entry.ClusterId, entry.Rule, entry.Message, entry.HeldAs!.Value, entry.HeldUntil!.Value));
    }

    [Fact]
    public async Task Names_the_hold_that_it_replaces_or_releases()
    {
        var bench = Create();

        var first = (await SetAsync(bench, "1h")).Value!;
        Assert.Equal((null, first.Hold), (first.Replaced, (await SetAsync(bench, "5h", dryRun: true)).Value!.Replaced));
        Assert.Equal(first.Hold, (await SetAsync(bench, "3h")).Value!.Replaced);
        var same = (await SetAsync(bench, "3h")).Value!;
        Assert.Null(same.Replaced);
        Assert.Equal(same.Hold, (await bench.Holds.ReleaseAsync("dev-1", Anna, dryRun: false, Stop)).Value!.Replaced);
    }

    [Theory]
    [InlineData("2h", "2026-06-01T22:00:00Z")]
    [InlineData("14d", "2026-06-15T20:00:00Z")]
    [InlineData("nextStart", "2026-06-02T07:00:00Z")]
    [InlineData("nextStop", "2026-06-02T19:00:00Z")]
    [InlineData("2026-06-02T10:00:00+02:00", "2026-06-02T08:00:00Z")]
    public async Task Its_end_is_settled_when_it_is_set(string until, string instant)
    {
        var held = await SetAsync(Create(), until);

        Assert.Equal(instant, held.Value!.Hold!.Until.ToString());
    }

    [Theory]
    [InlineData("dev-1", "14d1s", OperationErrorKind.HoldEnd, "until",
        "dev-1: a hold can last at most 14 days, until 2026-06-15 20:00 (UTC).")]
    [InlineData("dev-1", "2026-06-01T20:00:00Z", OperationErrorKind.HoldEnd, "until",
        "dev-1: the end of the hold must be in the future; Mon 20:00 (UTC) has passed.")]
    [InlineData("plain-1", "nextStart", OperationErrorKind.HoldEnd, "until", "no schedule")]
    [InlineData("prod-1", "2h", OperationErrorKind.Protected, "id", "protected by rule 'production'")]
    [InlineData("own-1", "2h", OperationErrorKind.NotManaged, "id", "Rule 'people' has \"manage\": false")]
    [InlineData("other", "2h", OperationErrorKind.NotManaged, "id", "No rule matches other")]
    public async Task What_is_refused_is_audited_and_changes_nothing(
        string cluster, string until, OperationErrorKind kind, string field, string message)
    {
        var bench = Create();

        var refusal = (await SetAsync(bench, until, cluster)).Error!;

        Assert.Equal((kind, field), (refusal.Kind, refusal.Field));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(kind == OperationErrorKind.HoldEnd ? "14d" : null, refusal.Limit);
        Assert.Empty(bench.Store.Holds);
        var entry = Assert.Single(await bench.AuditedAsync());
        Assert.Equal(
            (AuditKind.Hold, AuditStep.Refused, cluster, refusal.Message), (entry.Kind, entry.Step, entry.ClusterId, entry.Message));
    }

    [Theory]
    [InlineData("dev-11", OperationErrorKind.UnknownCluster, "No cluster has the ID or name 'dev-11'. Did you mean 'dev-1'?")]
    [InlineData("dev-twin", OperationErrorKind.AmbiguousCluster, "2 clusters are named 'dev-twin'. Use an ID: a, b.")]
    public async Task A_cluster_that_cannot_be_told_is_refused(string cluster, OperationErrorKind kind, string message)
    {
        var bench = Create();

        var refusal = (await SetAsync(bench, cluster: cluster)).Error!;

        Assert.Equal((kind, message), (refusal.Kind, refusal.Message));
        Assert.Empty(await bench.AuditedAsync());
    }

    [Fact]
    public async Task A_name_will_do_where_one_cluster_has_it()
    {
        var bench = Create();

        Assert.Equal("c", (await SetAsync(bench, cluster: "dev-named")).Value!.ClusterId);
        Assert.Equal("c", (await bench.Holds.FindAsync("dev-named", Stop)).Value!.Hold!.ClusterId);
        Assert.True((await bench.Holds.ReleaseAsync("dev-named", Anna, false, Stop)).Value!.Changed);
        Assert.Empty(bench.Store.Holds);
    }

    [Fact]
    public async Task The_same_again_changes_nothing_and_another_replaces_it()
    {
        var bench = Create();

        var first = await SetAsync(bench);
        bench.Time.Advance(TimeSpan.FromSeconds(30));
        var again = await SetAsync(bench);
        var other = await SetAsync(bench, state: HoldState.Down);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        var longer = await SetAsync(bench, state: HoldState.Down);

        Assert.Equal((first.Value!.Hold, false), (again.Value!.Hold, again.Value.Changed));
        Assert.Equal((true, true), (other.Value!.Changed, longer.Value!.Changed));
        Assert.Equal(longer.Value.Hold, Assert.Single(await bench.Holds.ListAsync(Stop)));
        Assert.Equal(3, (await bench.AuditedAsync()).Count);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be()
    {
        var bench = Create();

        var would = await SetAsync(bench, dryRun: true);
        var refused = await SetAsync(bench, cluster: "prod-1", dryRun: true);

        Assert.Equal((true, "2026-06-01T22:00:00Z"), (would.Value!.Changed, would.Value.Hold!.Until.ToString()));
        Assert.Equal(OperationErrorKind.Protected, refused.Error!.Kind);
        Assert.Empty(bench.Store.Holds);
        Assert.Empty(await bench.AuditedAsync());
    }

    [Fact]
    public async Task A_release_needs_no_Hopsworks_and_is_audited_once()
    {
        var bench = Create();
        await SetAsync(bench);
        bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiFailure(FailureKind.Unavailable, "bad gateway", 502));

        var released = await bench.Holds.ReleaseAsync("dev-1", Anna, false, Stop);
        var again = await bench.Holds.ReleaseAsync("dev-1", Anna, false, Stop);

        Assert.Equal((true, null), (released.Value!.Changed, released.Value.Hold));
        Assert.Equal((OperationErrorKind.HopsworksUnavailable, "The app cannot list clusters: bad gateway"),
            (again.Error!.Kind, again.Error.Message));
        Assert.Equal([AuditKind.Hold, AuditKind.Release], (await bench.AuditedAsync()).Select(e => e.Kind));
        bench.Lists(Bench.Dev1);
        Assert.False((await bench.Holds.ReleaseAsync("dev-1", Anna, false, Stop)).Value!.Changed);
    }

    [Fact]
    public async Task One_that_is_set_while_a_run_is_under_way_keeps_that_run_from_stopping()
    {
        var bench = new Bench
        {
            Accounts = new DocumentAccountStore(new MemoryDocumentStore(), "test", NullLogger<DocumentAccountStore>.Instance),
        }.Lists(Bench.Dev1);
        bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            await SetAsync(bench);
            return Bench.Dev1;
        });

        var cluster = (await bench.RunAsync()).Clusters[0];

        Assert.Equal((ActionOutcome.NoLongerDue, Reason.Held), (cluster.Done, cluster.Decision.Reason));
        bench.Hopsworks.Verify(h => h.StopAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task Setting_and_releasing_read_the_state_once_each()
    {
        var documents = new DocumentAccountStore(new MemoryDocumentStore(), "test", NullLogger<DocumentAccountStore>.Instance);
        var accounts = new Mock<IAccountStore>(MockBehavior.Strict);
        accounts.Setup(a => a.LoadAsync("dev-1", It.IsAny<CancellationToken>())).Returns(() => documents.LoadAsync("dev-1", Stop));
        var bench = new Bench { Accounts = accounts.Object }.Lists(Bench.Dev1);

        Assert.True((await SetAsync(bench)).Value!.Changed);
        accounts.Verify(a => a.LoadAsync("dev-1", It.IsAny<CancellationToken>()), Times.Once);

        Assert.True((await bench.Holds.ReleaseAsync("dev-1", new("anna", "HTTP", "r"), dryRun: false, Stop)).Value!.Changed);
        accounts.Verify(a => a.LoadAsync("dev-1", It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Fact]
    public async Task Of_two_that_are_set_at_once_the_later_write_counts()
    {
        var documents = new DocumentAccountStore(new MemoryDocumentStore(), "test", NullLogger<DocumentAccountStore>.Instance);
        var stale = await documents.LoadAsync("dev-1", Stop);
        var accounts = new Mock<IAccountStore>(MockBehavior.Strict);
        accounts.SetupSequence(a => a.LoadAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(stale)
            .Returns(() => documents.LoadAsync("dev-1", Stop));
        await (await documents.LoadAsync("dev-1", Stop))
            .SaveAsync(new Hold("dev-1", HoldState.Down, default, Instant.MaxValue, "bjorn", null), Stop);
        var bench = new Bench { Accounts = accounts.Object }.Lists(Bench.Dev1);

        Assert.True((await SetAsync(bench)).Value!.Changed);

        Assert.Equal("anna", (await documents.LoadAsync("dev-1", Stop)).Holds["dev-1"].By);
        Assert.Single(await bench.AuditedAsync());
    }

    [Fact]
    public async Task What_is_under_way_already_is_told()
    {
        var bench = Create().AnswersStop("dev-1").AnswersStop("a").AnswersStop("b").AnswersStop("c");
        await bench.RunAsync();

        Assert.Equal(ClusterAction.Stop, (await SetAsync(bench)).Value!.Pending!.Action);
    }

    [Fact]
    public async Task Without_policies_nobody_knows_what_is_protected()
    {
        var bench = Create();
        bench.Policies = new(null, "policies.json cannot be read");

        Assert.Equal(OperationErrorKind.NoPolicies, (await SetAsync(bench)).Error!.Kind);
    }
}
