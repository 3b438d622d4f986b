using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.ManualOperations;

public sealed class ManualActionsTests
{
    private static readonly Requester Anna = new("anna", "HTTP", "request-1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<OperationResult<ManualAction>> SendAsync(
        Bench bench, ClusterAction action, string cluster = "dev-1", bool dryRun = false) =>
        bench.AskAsync(cluster, action, "demo at ten", Anna, dryRun, Stop);

    private static Bench Stopped()
    {
        var bench = new Bench().Lists(Bench.Stopped("dev-1"));
        bench.Hopsworks.Setup(h => h.StartAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done);
        return bench;
    }

    private static Bench DryRun(string members, string rule) => new Bench
    {
        Policies = new(PolicyText.Valid($$"""{ {{members}} 'rules': [ { 'name': 'dev', 'match': { 'name': 'dev-*' } {{rule}} } ] }"""), null),
    }.Lists(Bench.Dev1);

    [Fact]
    public async Task A_start_outside_the_window_is_audited_and_kept_for_as_long_as_one_by_hand()
    {
        var bench = Stopped();

        var answer = await SendAsync(bench, ClusterAction.Start);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await bench.Lists(Bench.Dev1).RunAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(30));
        var next = (await bench.RunAsync()).Clusters[0].Decision;

        Assert.Equal(
            new ManualAction("dev-1", "dev-1", ClusterAction.Start, ActionOutcome.Accepted,
                "Starting: requested manually. Outside schedule 'office', so it keeps running until Tue 00:00 (UTC)", null)
            {
                KeptUntil = Bench.Evening + Duration.FromHours(4),
            }, answer.Value);
        // The manual start period ends as the answer said, although a later run saw the cluster come up.
        Assert.Equal((Reason.ManualHold, Bench.Evening + Duration.FromHours(4)), (next.Reason, next.Until));
        var audited = await bench.AuditedAsync();
        Assert.Equal([AuditStep.Intent, AuditStep.Accepted], audited.Where(e => e.Kind == AuditKind.Start).Select(e => e.Step!.Value));
        Assert.All(audited.Where(e => e.Kind == AuditKind.Start), e =>
            Assert.Equal(("anna", "HTTP", "request-1", Reason.ManualStart), (e.By, e.Trigger, e.RunId, e.Reason!.Value)));
        Assert.EndsWith("(demo at ten)", audited[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_inside_the_window_is_left_alone_until_the_next_and_its_workers_come_back()
    {
        WorkerGroup workers = new("Standard_D8_v3", 512, 2);
        var bench = new Bench().Lists(Bench.Dev1 with { Workers = [workers] }).AnswersStop("dev-1");
        bench.Time.SetUtcNow((Bench.Evening + Duration.FromHours(16)).ToDateTimeOffset());

        Assert.True((await SendAsync(bench, ClusterAction.Stop)).Succeeded);
        bench.Time.Advance(TimeSpan.FromMinutes(30));
        var down = (await bench.Lists(Bench.Stopped("dev-1")).RunAsync()).Clusters[0].Decision;
        bench.Hopsworks.Setup(h => h.StartAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done);
        Assert.True((await SendAsync(bench, ClusterAction.Start)).Succeeded);
        bench.Hopsworks.Setup(h => h.AddWorkersAsync("dev-1", new[] { workers }, It.IsAny<CancellationToken>()))
            .ReturnsAsync(ApiResult.Done);
        bench.Time.Advance(TimeSpan.FromMinutes(30));
        var up = (await bench.Lists(Bench.Dev1).RunAsync()).Clusters[0];

        Assert.Equal((Reason.StoppedUntilNextWindow, null), (down.Reason, down.Record.StoppedFor));
        Assert.Equal((ClusterAction.AddWorkers, ActionOutcome.Accepted), (up.Decision.Action, up.Done));
    }

    [Theory]
    [InlineData("protected", OperationErrorKind.Protected, "dev-1 is protected by rule 'dev'")]
    [InlineData("left", OperationErrorKind.NotManaged, "Rule 'dev' has \"manage\": false")]
    public async Task Hands_stay_off_what_the_rules_say(string how, OperationErrorKind kind, string message)
    {
        var bench = DryRun("", how == "protected" ? ", 'protect': true" : ", 'manage': false");

        var refusal = (await SendAsync(bench, ClusterAction.Stop)).Error!;

        Assert.Equal(kind, refusal.Kind);
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        var entry = Assert.Single(await bench.AuditedAsync());
        Assert.Equal((AuditKind.Stop, AuditStep.Refused, "anna"), (entry.Kind, entry.Step, entry.By));
    }

    [Theory]
    [InlineData(ClusterAction.Start, OperationErrorKind.AlreadyThere, "dev-1 is already running.")]
    [InlineData(ClusterAction.Stop, OperationErrorKind.Held,
        "dev-1 is kept running until Mon 22:00 (UTC) by bjorn. Release the hold first.")]
    public async Task What_stands_against_it_is_said_and_audited(ClusterAction action, OperationErrorKind kind, string message)
    {
        var bench = new Bench().Lists(Bench.Dev1);
        await bench.Store.SaveAsync(
            new Hold("dev-1", HoldState.Up, Bench.Evening, Bench.Evening + Duration.FromHours(2), "bjorn", null), Stop);

        var would = (await SendAsync(bench, action, dryRun: true)).Error!;
        Assert.Empty(await bench.AuditedAsync());
        var refusal = (await SendAsync(bench, action)).Error!;

        Assert.Equal((kind, message), (refusal.Kind, refusal.Message));
        Assert.Equal(refusal, would);
        Assert.Equal((AuditStep.Refused, message), ((await bench.AuditedAsync())[0].Step, (await bench.AuditedAsync())[0].Answer));
    }

    [Fact]
    public async Task What_shows_only_when_the_cluster_is_read_again_stands_against_it_too()
    {
        var bench = new Bench().Lists(Bench.Dev1).Reads(Bench.Dev1 with { BackupPipelineInProgress = true });

        var refusal = (await SendAsync(bench, ClusterAction.Stop)).Error!;

        Assert.Equal((OperationErrorKind.NotActionable,
            "dev-1 was not stopped: a backup is in progress."), (refusal.Kind, refusal.Message));
        Assert.Null(bench.Store.Records["dev-1"].Pending);
    }

    [Fact]
    public async Task Is_not_sent_twice()
    {
        var bench = new Bench().Lists(Bench.Dev1).Reads(Bench.Dev1, Bench.Dev1).AnswersStop("dev-1");

        Assert.True((await SendAsync(bench, ClusterAction.Stop)).Succeeded);
        var again = (await SendAsync(bench, ClusterAction.Stop)).Error!;

        Assert.Equal((OperationErrorKind.InFlight, "dev-1: the stop sent Mon 20:00 (UTC) is in progress. Wait for it to finish."),
            (again.Kind, again.Message));
        bench.StopsOnce("dev-1");
    }

    [Theory]
    [InlineData("'dryRun': true,", "")]
    [InlineData("", ", 'dryRun': true")]
    public async Task Policies_that_are_a_dry_run_have_it_audited_as_one(string members, string rule)
    {
        var bench = DryRun(members, rule);

        var answer = await SendAsync(bench, ClusterAction.Stop);

        Assert.Equal(ActionOutcome.DryRun, answer.Value!.Done);
        Assert.Equal((AuditStep.DryRun, "anna"), ((await bench.AuditedAsync())[0].Step, (await bench.AuditedAsync())[0].By));
    }

    [Fact]
    public async Task A_dry_run_that_is_asked_for_leaves_no_trace()
    {
        var bench = new Bench().Lists(Bench.Dev1);

        Assert.Equal(ActionOutcome.DryRun, (await SendAsync(bench, ClusterAction.Stop, dryRun: true)).Value!.Done);

        Assert.Empty(bench.Store.Records);
        Assert.Empty(await bench.AuditedAsync());
    }

    [Fact]
    public async Task What_Hopsworks_says_when_it_refuses_is_handed_on()
    {
        var bench = new Bench().Lists(Bench.Dev1).AnswersStop("dev-1", new(FailureKind.Rejected, "quota exceeded", 400));

        var refusal = (await SendAsync(bench, ClusterAction.Stop)).Error!;

        Assert.Equal((OperationErrorKind.ActionFailed, "The stop of dev-1 failed: quota exceeded"), (refusal.Kind, refusal.Message));
        Assert.Equal([AuditStep.Intent, AuditStep.Failed], (await bench.AuditedAsync()).Select(e => e.Step!.Value));
    }

    [Fact]
    public async Task A_start_that_failed_is_no_failure_of_the_policies()
    {
        var bench = Stopped();
        bench.Hopsworks.Setup(h => h.StartAsync("dev-1", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiResult(new(FailureKind.Rejected, "quota exceeded", 400)));

        await SendAsync(bench, ClusterAction.Start);

        Assert.Equal((null, null), (bench.Store.Records["dev-1"].Pending, bench.Store.Records["dev-1"].Failures));
        Assert.Empty((await bench.RunAsync()).Notices);
    }

    [Fact]
    public async Task Waits_a_little_for_a_run_that_is_under_way()
    {
        var bench = new Bench().Lists(Bench.Dev1).AnswersStop("dev-1");
        var run = (await bench.Leases.TryAcquireAsync("timer run 7", Stop)).Lease!;

        var asked = SendAsync(bench, ClusterAction.Stop);
        bench.Time.Advance(TimeSpan.FromSeconds(3));
        await run.DisposeAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await asked).Succeeded);
    }

    [Fact]
    public async Task Gives_up_on_a_run_that_takes_longer_and_says_who_it_is()
    {
        var bench = new Bench().Lists(Bench.Dev1);
        await using var run = (await bench.Leases.TryAcquireAsync("timer run 7", Stop)).Lease!;

        var asked = SendAsync(bench, ClusterAction.Stop);
        while (!asked.IsCompleted)
            bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(
            new OperationError(OperationErrorKind.AnotherRun,
                "timer run 7 has been in progress since 2026-06-01 20:00:00Z. Try again in a minute."), (await asked).Error);
    }

    [Fact]
    public async Task A_run_leaves_the_account_to_it()
    {
        var bench = new Bench().Lists(Bench.Dev1);
        RunReport? meanwhile = null;
        bench.Hopsworks.Setup(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            meanwhile = await bench.RunAsync();
            return ApiResult.Done;
        });

        Assert.True((await SendAsync(bench, ClusterAction.Stop)).Succeeded);

        Assert.Equal(RunOutcome.Skipped, meanwhile!.Outcome);
        Assert.StartsWith("HTTP stop of dev-1 by anna has been in progress since", meanwhile.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_audited_is_not_sent()
    {
        var audit = EmptyAudit.Mock();
        audit.Setup(a => a.AppendAsync(It.IsAny<AuditEntry>(), It.IsAny<CancellationToken>())).Returns(Task.CompletedTask);
        audit.Setup(a => a.AppendAsync(It.Is<AuditEntry>(e => e.Kind == AuditKind.Stop), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new StateUnavailableException("The disk is full."));
        var bench = new Bench { Audit = audit.Object }.Lists(Bench.Dev1);

        Assert.Equal(OperationErrorKind.ActionFailed, (await SendAsync(bench, ClusterAction.Stop)).Error!.Kind);

        bench.Hopsworks.Verify(h => h.StopAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }
}
