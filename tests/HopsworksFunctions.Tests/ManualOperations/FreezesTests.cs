using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.ManualOperations;

public sealed class FreezesTests
{
    private static readonly Requester Anna = new("anna", "HTTP", "request-1") { MayUnfreeze = true };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Bench Create() => new Bench().Lists(Bench.Dev1);

    private static Task<OperationResult<FreezeChange>> SetAsync(
        Bench bench, string? until = "2h", string? reason = "month-end", string? rule = null, bool dryRun = false) =>
        bench.Freezes.SetAsync(new(rule, until is null ? null : FreezeWords.Parse(until), reason), Anna, dryRun, Stop);

    [Fact]
    public async Task Keeps_the_next_run_from_a_stop_that_is_due_and_is_audited()
    {
        var bench = Create();

        var freeze = (await SetAsync(bench)).Value!.Freeze;
        var report = await bench.RunAsync();

        Assert.Equal(new Freeze(null, Bench.Evening, Bench.Evening + Duration.FromHours(2), "anna", "month-end"), freeze);
        Assert.Equal((RunOutcome.Ok, Reason.Frozen), (report.Outcome, report.Clusters[0].Decision.Reason));
        Assert.Equal(
            "Frozen: anna froze this account until Mon 22:00 (UTC). Nothing is started or stopped",
            report.Clusters[0].Decision.Explain(Bench.Dev1, report.StartedAt));
        Assert.Equal([freeze!], report.Freezes);
        var entry = (await bench.AuditedAsync())[0];
        Assert.Equal(
            (AuditKind.Freeze, null, "anna", "anna froze this account until Mon 22:00 (UTC) (\"month-end\")"),
            (entry.Kind, entry.Step, entry.By, entry.Message));
    }

    [Fact]
    public async Task A_plan_shows_it_before_a_run_has_seen_it()
    {
        var bench = Create();
        await SetAsync(bench);

        var plan = await bench.RunAsync(new("p", "test", RunMode.Plan));

        Assert.Single(plan.Freezes);
        Assert.Equal(Reason.Frozen, plan.Clusters[0].Decision.Reason);
        Assert.Equal(new(Instant.FromUtc(2026, 6, 1, 19, 0), false), plan.Clusters[0].Decision.Skipped);
        Assert.Empty(bench.Store.Incidents);
    }

    [Fact]
    public async Task Set_while_a_run_reads_the_cluster_it_still_keeps_it_from_acting()
    {
        var documents = new MemoryDocumentStore();
        DocumentAccountStore Store() => new(documents, "test", NullLogger<DocumentAccountStore>.Instance);
        var bench = new Bench { Accounts = Store() }.Lists(Bench.Dev1);
        bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            // Another process sets the freeze at the last moment.
            await SetAsync(new Bench { Accounts = Store(), Time = bench.Time });
            return new ApiResult<HopsworksFunctions.Policies.Clusters.Cluster>(Bench.Dev1, null);
        });

        var report = await bench.RunAsync();

        Assert.Equal((RunOutcome.Ok, ActionOutcome.NoLongerDue), (report.Outcome, report.Clusters[0].Done));
    }

    [Theory]
    [InlineData(ClusterAction.Stop)]
    [InlineData(ClusterAction.Start)]
    public async Task What_people_ask_of_the_app_is_refused(ClusterAction action)
    {
        var cluster = action == ClusterAction.Stop ? Bench.Dev1 : Bench.Stopped("dev-1");
        var bench = new Bench().Lists(cluster);
        await SetAsync(bench, rule: "dev");

        var refusal = (await bench.AskAsync("dev-1", action, null, Anna, false, Stop)).Error!;

        Assert.Equal(
            (OperationErrorKind.Frozen, "anna froze rule 'dev' until Mon 22:00 (UTC). Nothing is started or stopped until then; "
                + "an owner can unfreeze it."),
            (refusal.Kind, refusal.Message));
        var report = await bench.RunAsync(new("p", "test", RunMode.Plan));
        Assert.Equal(["hold"], HopsworksFunctions.Core.Reports.ClusterReportJson.From(report.Clusters[0], report.StartedAt).Can);
    }

    [Fact]
    public async Task A_hold_set_meanwhile_counts_afterwards()
    {
        var bench = Create();
        await SetAsync(bench, until: "1h");
        await bench.Holds.SetAsync("dev-1", new(HoldState.Up, HoldEnd.Parse("3h")!, null), Anna, false, Stop);
        await bench.RunAsync();
        bench.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(Reason.Held, (await bench.RunAsync()).Clusters[0].Decision.Reason);
        Assert.Empty(bench.Store.Freezes);
    }

    [Fact]
    public async Task Names_what_it_replaces_or_ends_and_the_same_again_changes_nothing()
    {
        var bench = Create();

        var first = (await SetAsync(bench, "1h")).Value!;
        Assert.Equal(first.Freeze, (await SetAsync(bench, "5h", dryRun: true)).Value!.Replaced);
        Assert.Equal((true, first.Freeze), ((await SetAsync(bench, "3h")).Value is { } a ? (a.Changed, a.Replaced) : default));
        var same = (await SetAsync(bench, "3h")).Value!;
        Assert.Equal((false, null), (same.Changed, same.Replaced));
        Assert.True((await bench.Freezes.EndAsync(null, Anna, dryRun: true, Stop)).Value!.Changed);
        Assert.Single(await bench.Freezes.ListAsync(Stop));
        Assert.Equal(same.Freeze, (await bench.Freezes.EndAsync(null, Anna, dryRun: false, Stop)).Value!.Replaced);
        Assert.Empty(await bench.Freezes.ListAsync(Stop));
        Assert.False((await bench.Freezes.EndAsync(null, Anna, dryRun: false, Stop)).Value!.Changed);
        Assert.Equal([AuditKind.Freeze, AuditKind.Freeze, AuditKind.Unfreeze], (await bench.AuditedAsync()).Select(e => e.Kind));
    }

    [Fact]
    public async Task Who_may_not_unfreeze_can_make_a_freeze_longer_but_not_shorter()
    {
        var bench = Create();
        var bo = new Requester("bo", "webhook", "2");
        await SetAsync(bench, "3h");

        var shorter = (await bench.Freezes.SetAsync(new(null, FreezeWords.Parse("1h"), "hurry"), bo, dryRun: false, Stop)).Error!;
        var ended = (await bench.Freezes.EndAsync(null, bo, dryRun: false, Stop)).Error!;
        var longer = (await bench.Freezes.SetAsync(new(null, null, "until the audit is over"), bo, dryRun: false, Stop)).Value!;

        Assert.Equal(
            (OperationErrorKind.Forbidden, "anna froze this account until Mon 23:00 (UTC). Only an owner may end it earlier."),
            (shorter.Kind, shorter.Message));
        Assert.Equal(shorter, ended);
        Assert.Equal("bo", longer.Freeze!.By);
        Assert.Equal(
            [(AuditKind.Freeze, null), (AuditKind.Freeze, AuditStep.Refused), (AuditKind.Unfreeze, AuditStep.Refused),
                (AuditKind.Freeze, null)],
            (await bench.AuditedAsync()).Select(e => (e.Kind, e.Step)));
    }

    [Theory]
    [InlineData(null, null, null, OperationErrorKind.FreezeEnd, "until",
        "A freeze needs an end or a reason. Say until when, such as 8h, or why it has no end.")]
    [InlineData("2026-06-01T20:00:00Z", "r", null, OperationErrorKind.FreezeEnd, "until",
        "The end of the freeze must be in the future; Mon 20:00 (UTC) has passed.")]
    [InlineData("367d", "r", null, OperationErrorKind.FreezeEnd, "until",
        "A freeze can last at most 366 days. For one without an end, give only a reason.")]
    [InlineData("8h", null, "deb", OperationErrorKind.UnknownRule, "rule",
        "There is no rule 'deb' in the policies. Did you mean 'dev'? Rules: dev.")]
    public async Task What_is_refused_changes_nothing(
        string? until, string? reason, string? rule, OperationErrorKind kind, string field, string message)
    {
        var bench = Create();

        var refusal = (await SetAsync(bench, until, reason, rule)).Error!;

        Assert.Equal((kind, field, message), (refusal.Kind, refusal.Field, refusal.Message));
        Assert.Empty(bench.Store.Freezes);
    }

    [Fact]
    public async Task The_account_can_be_frozen_without_valid_policies_and_a_rule_unfrozen_that_is_gone()
    {
        var bench = Create();
        await SetAsync(bench, rule: "dev");
        bench.Policies = new(null, "$.rules: wrong");

        Assert.True((await SetAsync(bench, until: null)).Succeeded);
        Assert.Equal(OperationErrorKind.NoPolicies, (await SetAsync(bench, rule: "dev")).Error!.Kind);
        Assert.Equal([null, "dev"], (await bench.Freezes.ListAsync(Stop)).Select(f => f.Rule));
        Assert.True((await bench.Freezes.EndAsync("dev", Anna, false, Stop)).Value!.Changed);
        Assert.Equal([(string?)null], (await bench.Freezes.ListAsync(Stop)).Select(f => f.Rule));
    }

    [Fact]
    public async Task An_incident_of_each_lasts_as_long_as_it_does()
    {
        var bench = Create();
        await SetAsync(bench, until: "10m");
        await SetAsync(bench, until: null, rule: "dev");
        await bench.RunAsync();

        Assert.Equal(
            [(EventKind.Freeze, null), (EventKind.Freeze, "dev")], bench.Store.Incidents.Select(i => (i.Kind, i.Rule)));
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        var second = await bench.RunAsync();
        await bench.Freezes.EndAsync("dev", new("bo", "HTTP", "2") { MayUnfreeze = true }, false, Stop);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        bench.AnswersStop("dev-1");
        var third = await bench.RunAsync();

        Assert.Equal("The freeze of this account ended Mon 20:10 (UTC).", Assert.Single(second.Notices).Message);
        Assert.Equal(Reason.Frozen, second.Clusters[0].Decision.Reason);
        Assert.Equal("bo unfroze rule 'dev'.", third.Notices[0].Message);
        Assert.Empty(bench.Store.Incidents);
        bench.StopsOnce("dev-1");
    }
}
