using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

public sealed class AuditTests
{
    private static readonly ApiFailure Broken = new(FailureKind.Rejected, "the cluster is broken", 400);
    private static readonly ApiFailure TimedOut = new(FailureKind.Unavailable, "the gateway timed out", 504);
    private static readonly StateUnavailableException Full = new("The disk is full.");

    private static IEnumerable<(AuditKind, AuditStep?)> Steps(IEnumerable<AuditEntry> entries) => entries.Select(e => (e.Kind, e.Step));

    [Fact]
    public async Task The_intent_is_there_before_the_call_and_its_result_after()
    {
        var bench = new Bench().Lists(Bench.Dev1);
        List<AuditEntry> before = [];
        bench.Hopsworks.Setup(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            before = await bench.AuditedAsync();
            return ApiResult.Done;
        });

        var report = await bench.RunAsync();

        Assert.Equal([(AuditKind.Stop, AuditStep.Intent)], Steps(before));
        var written = await bench.AuditedAsync();
        Assert.Equal([(AuditKind.Stop, AuditStep.Intent), (AuditKind.Stop, AuditStep.Accepted)], Steps(written));
        Assert.All(written, e => Assert.Equal(
            (Bench.Evening, "r", "test", "dev-1", "dev-1", "dev", report.Policies, null),
            (e.At, e.RunId, e.Trigger, e.ClusterId, e.ClusterName, e.Rule, e.PolicyVersion, e.Answer)));
        Assert.All(written, e => Assert.NotNull(e.Reason));
    }

    [Fact]
    public async Task A_refused_call_is_there_with_its_answer()
    {
        var bench = new Bench().Lists(Bench.Dev1).AnswersStop("dev-1", Broken);

        await bench.RunAsync();

        Assert.Equal(
            (AuditStep.Failed, "the cluster is broken"), ((await bench.AuditedAsync())[1].Step, (await bench.AuditedAsync())[1].Answer));
    }

    [Fact]
    public async Task A_lost_answer_is_resolved_by_the_run_that_sees_what_became_of_it()
    {
        var bench = new Bench().Lists(Bench.Dev1).Reads(Bench.Dev1, Bench.Dev1).AnswersStop("dev-1", TimedOut);
        await bench.RunAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(5));

        await bench.Lists(Bench.Dev1 with
        {
            State = ClusterState.Stopped,
            StateText = "stopped",
            ActivationState = ActivationState.Startable
        }).RunAsync(new("r2", "test"));

        var written = await bench.AuditedAsync();
        Assert.Equal([AuditStep.Intent, AuditStep.Uncertain, AuditStep.Accepted], written.Select(e => e.Step!.Value));
        Assert.Equal(("r2", "dev"), (written[2].RunId, written[2].Rule));
        Assert.Contains("took effect", written[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_a_person_lifts_is_there_with_the_name_and_the_stops_are_the_policies()
    {
        var bench = new Bench { Policies = new(PolicyText.Valid("{ 'limits': { 'maxStopsPerRun': 1 }, " + Bench.Office.Trim()[1..]), null) }
            .Lists(Bench.Dev1, Bench.Running("dev-2")).AnswersStop("dev-1").AnswersStop("dev-2");

        await bench.RunAsync(new("r", "HTTP", AllowStops: 3) { By = "ada" });

        var written = await bench.AuditedAsync();
        Assert.Equal(
            (AuditKind.StopsAllowed, "ada",
                "ada allowed 2 stops until Tue 00:00 (UTC): dev-1, dev-2.",
                bench.Policies.Policies!.Version),
            (written[0].Kind, written[0].By, written[0].Message, written[0].PolicyVersion));
        Assert.Equal(4, written.Count(e => e is { Kind: AuditKind.Stop, By: null }));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(1, 2)]
    public async Task An_allowance_that_is_not_needed_or_not_enough_is_not_there(int limit, int due)
    {
        var clusters = Enumerable.Range(1, due).Select(i => Bench.Running($"dev-{i}")).ToArray();
        var bench = new Bench
        {
            Policies = new(PolicyText.Valid($"{{ 'limits': {{ 'maxStopsPerRun': {limit} }}, "
            + Bench.Office.Trim()[1..]), null)
        }.Lists(clusters);
        foreach (var cluster in clusters)
            bench.AnswersStop(cluster.Id);

        await bench.RunAsync(new("r", "HTTP", AllowStops: 1) { By = "ada" });

        Assert.DoesNotContain(await bench.AuditedAsync(), e => e.Kind == AuditKind.StopsAllowed);
    }

    [Fact]
    public async Task A_dry_run_is_there_once_for_each_occasion()
    {
        var bench = new Bench { Policies = new(PolicyText.Valid("{ 'dryRun': true, " + Bench.Office.Trim()[1..]), null) }.Lists(Bench.Dev1);

        await bench.RunAsync();
        await bench.RunAsync();
        bench.Time.Advance(TimeSpan.FromDays(1));
        await bench.RunAsync();

        Assert.Equal([(AuditKind.Stop, AuditStep.DryRun), (AuditKind.Stop, AuditStep.DryRun)], Steps(await bench.AuditedAsync()));
    }

    [Fact]
    public async Task Incidents_begin_and_are_over()
    {
        var bench = new Bench();
        bench.Hopsworks.SetupSequence(h => h.ListClustersAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(TimedOut).ReturnsAsync(TimedOut).ReturnsAsync(new ApiResult<IReadOnlyList<Cluster>>([], null));

        for (var run = 0; run < 3; run++)
            await bench.RunAsync();

        var written = await bench.AuditedAsync();
        Assert.Equal([(AuditKind.Incident, null), (AuditKind.IncidentResolved, null)], Steps(written));
        Assert.Equal(
            "outage: The app cannot list clusters: the gateway timed out. The app stops and starts nothing until it can list them.", written[0].Message);
    }

    [Fact]
    public async Task A_warning_is_there_once()
    {
        var bench = new Bench
        {
            Policies = new(PolicyText.Valid(Bench.Office.Replace("'schedule': 'office'",
            "'schedule': 'office', 'warn': '15m'", StringComparison.Ordinal)), null)
        }
            .Lists(Bench.Dev1);
        bench.Time.Advance(TimeSpan.FromHours(22.9));

        await bench.RunAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await bench.RunAsync();

        Assert.Equal([(AuditKind.Warn, null)], Steps(await bench.AuditedAsync()));
    }

    [Fact]
    public async Task A_look_writes_nothing()
    {
        var bench = new Bench().Lists(Bench.Dev1);

        await bench.RunAsync(new("r", "test", RunMode.Plan));

        Assert.Empty(await bench.AuditedAsync());
    }

    [Fact]
    public async Task What_cannot_be_audited_is_not_sent()
    {
        var audit = EmptyAudit.Mock();
        audit.Setup(a => a.AppendAsync(It.Is<AuditEntry>(e => e.Kind == AuditKind.CameUp), It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask);
        audit.Setup(a => a.AppendAsync(It.Is<AuditEntry>(e => e.Kind == AuditKind.Stop), It.IsAny<CancellationToken>())).ThrowsAsync(Full);
        var bench = new Bench { Audit = audit.Object }.Lists(Bench.Dev1);

        var report = await bench.RunAsync();

        Assert.Equal((RunOutcome.Partial, ActionOutcome.Failed), (report.Outcome, report.Clusters[0].Done));
        Assert.Equal("not sent: the intent could not be written to the audit log (The disk is full)", report.Clusters[0].Error);
        Assert.Null(bench.Store.Records["dev-1"].Pending);
        bench.Hopsworks.Verify(h => h.StopAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task An_intent_that_may_have_been_audited_all_the_same_is_withdrawn()
    {
        var audit = EmptyAudit.Mock();
        audit.SetupSequence(a => a.AppendAsync(It.IsAny<AuditEntry>(), It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask).ThrowsAsync(Full).Returns(Task.CompletedTask);
        var bench = new Bench { Audit = audit.Object }.Lists(Bench.Dev1);

        await bench.RunAsync();

        audit.Verify(a =>
            a.AppendAsync(It.Is<AuditEntry>(e => e.Step == AuditStep.Failed && e.Kind == AuditKind.Stop), It.IsAny<CancellationToken>()),
            Times.Once);
        Assert.Null(bench.Store.Records["dev-1"].Pending);
    }

    [Fact]
    public async Task A_result_that_cannot_be_audited_is_reported_and_stored_all_the_same()
    {
        var audit = EmptyAudit.Mock();
        audit.Setup(a => a.AppendAsync(It.Is<AuditEntry>(e => e.Step != AuditStep.Accepted), It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask);
        audit.Setup(a => a.AppendAsync(It.Is<AuditEntry>(e => e.Step == AuditStep.Accepted), It.IsAny<CancellationToken>()))
            .ThrowsAsync(Full);
        var bench = new Bench { Audit = audit.Object }.Lists(Bench.Dev1).AnswersStop("dev-1");

        var report = await bench.RunAsync();

        Assert.Equal((RunOutcome.Partial, ActionOutcome.Accepted), (report.Outcome, report.Clusters[0].Done));
        Assert.Equal("accepted, but the audit entry could not be written: The disk is full.", report.Clusters[0].Error);
        Assert.Equal(CallAnswer.Accepted, bench.Store.Records["dev-1"].Pending!.Answer);
    }

    [Fact]
    public async Task The_run_is_kept_with_its_counts()
    {
        var bench = new Bench().Lists(Bench.Dev1, Bench.Running("other")).AnswersStop("dev-1");

        await bench.RunAsync();
        await bench.RunAsync(new("look", "test", RunMode.Plan));

        var run = Assert.Single(bench.Store.Runs);
        Assert.Equal(("r", "test", RunOutcome.Ok, new RunCounts(2, 1, 0, 0)), (run.Id, run.Trigger, run.Outcome, run.Counts));
    }
}
