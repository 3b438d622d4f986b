using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

public sealed class LoneIntentTests
{
    private static readonly AuditEntry Intent = new(Bench.Evening, "dead", "timer", AuditKind.Stop, "stopping")
    {
        ClusterId = "dev-1", ClusterName = "dev-1", Rule = "dev", Reason = Reason.WindowEnd, Step = AuditStep.Intent,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<AuditEntry?> ResolvedAsync(Bench bench, ClusterRecord? record)
    {
        await bench.Audit.AppendAsync(Intent, Stop);
        if (record is not null)
            await bench.Store.SaveAsync(record, Stop);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.Lists().RunAsync(new("next", "timer"));
        await bench.RunAsync(new("one more", "timer"));
        return (await bench.AuditedAsync()).SingleOrDefault(e => e.Kind == AuditKind.Stop && e.Step != AuditStep.Intent);
    }

    private static ClusterRecord Record(PendingAction? pending) =>
        new() { ClusterId = "dev-1", Name = "dev-1", Power = PowerState.Up, Pending = pending };

    private static PendingAction Pending(CallAnswer answer, string run) =>
        new(ClusterAction.Stop, Reason.WindowEnd, "dev", Bench.Evening, answer, run);

    [Fact]
    public async Task One_that_no_record_knows_was_not_carried_out()
    {
        var result = await ResolvedAsync(new Bench(), Record(null));

        Assert.Equal((AuditStep.Failed, "next", "dev"), (result!.Step, result.RunId, result.Rule));
        Assert.Equal("run dead: not sent, or failed: the run ended before it could write the result", result.Message);
    }

    [Fact]
    public async Task Another_runs_action_says_nothing_of_it() =>
        Assert.Equal(AuditStep.Failed, (await ResolvedAsync(new Bench(), Record(Pending(CallAnswer.Accepted, "other"))))!.Step);

    [Fact]
    public async Task One_whose_acceptance_was_stored_but_not_audited_was_accepted() =>
        Assert.Equal(AuditStep.Accepted, (await ResolvedAsync(new Bench(), Record(Pending(CallAnswer.Accepted, "dead"))))!.Step);

    [Fact]
    public async Task One_whose_record_is_lost_stays_uncertain() =>
        Assert.Equal(AuditStep.Uncertain, (await ResolvedAsync(new Bench(), null))!.Step);

    [Fact]
    public async Task One_that_is_still_looked_after_is_left_to_those_who_look() =>
        Assert.Null(await ResolvedAsync(new Bench(), Record(Pending(CallAnswer.None, "dead"))));

    [Fact]
    public async Task However_many_entries_there_are_a_run_reads_twenty_pages_and_resolves_the_newest()
    {
        var page = new AuditPage([.. Enumerable.Repeat(Intent with { Step = AuditStep.Accepted }, 500)], new("x"), []);
        var queries = new List<AuditQuery>();
        var audit = EmptyAudit.Mock();
        audit.Setup(a => a.ReadAsync(It.IsAny<AuditQuery>(), It.IsAny<CancellationToken>())).Callback((AuditQuery q, CancellationToken _) =>
            queries.Add(q)).ReturnsAsync(() => queries.Count == 1 ? page with { Entries = [Intent, .. page.Entries] } : page);
        audit.Setup(a => a.AppendAsync(It.IsAny<AuditEntry>(), It.IsAny<CancellationToken>())).Returns(Task.CompletedTask);
        var bench = new Bench { Audit = audit.Object }.Lists(Bench.Stopped("dev-1"));

        var run = await bench.RunAsync(new("next", "timer"));

        Assert.Equal(RunOutcome.Ok, run.Outcome);
        Assert.Equal(20, queries.Count(q => q.Kinds is [AuditKind.Stop, AuditKind.Start, AuditKind.AddWorkers, ..]));
        Assert.Equal(IntentRecovery.MaxPages - 1, queries.Count(q => q.After is not null));
        audit.Verify(a => a.AppendAsync(
            It.Is<AuditEntry>(e => e.Kind == AuditKind.Stop && e.Step == AuditStep.Uncertain), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task One_with_a_result_is_left_alone()
    {
        var bench = new Bench().Lists(Bench.Dev1).AnswersStop("dev-1", new(FailureKind.Rejected, "the cluster is broken", 400));

        await bench.RunAsync();
        await bench.Lists(Bench.Stopped("dev-1")).RunAsync(new("r2", "test"));

        Assert.Equal([AuditStep.Intent, AuditStep.Failed], (await bench.AuditedAsync()).Where(e => e.Kind == AuditKind.Stop)
            .Select(e => e.Step!.Value));
    }
}
