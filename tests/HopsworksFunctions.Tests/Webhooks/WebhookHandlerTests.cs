using System.Text;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Webhooks;

public sealed class WebhookHandlerTests
{
    private readonly WebhookRig _rig = new();

    [Fact]
    public async Task A_hold_is_set_and_says_who_asked()
    {
        var outcome = (await _rig.SendAsync("""{"action":"hold","cluster":"dev-1","until":"2h","state":"up","reason":"nightly tests"}""")).Value!;

        Assert.Equal((WebhookResult.Done, "hold: 1 done, 0 skipped, 0 failed."), (outcome.Outcome, outcome.Message));
        var hold = _rig.Bench.Store.Holds["dev-1"];
        Assert.Equal((HoldState.Up, "webhook open", "nightly tests", Bench.Evening + Duration.FromHours(2)),
            (hold.State, hold.By, hold.Reason, hold.Until));
        var entry = Assert.Single(await _rig.Bench.AuditedAsync());
        Assert.Equal((AuditKind.Hold, "webhook", "webhook open"), (entry.Kind, entry.Trigger, entry.By));
        Assert.Equal(WebhookResult.Done, (await _rig.SendAsync("""{"action":"release","cluster":"dev-1"}""")).Value!.Outcome);
        Assert.Empty(_rig.Bench.Store.Holds);
    }

    [Fact]
    public async Task A_hold_that_keeps_down_may_last_until_it_is_released()
    {
        Assert.Equal(WebhookResult.Done, (await _rig.SendAsync("""{"action":"hold","cluster":"dev-1","until":"released","state":"down"}""")).Value!.Outcome);

        Assert.True(_rig.Bench.Store.Holds["dev-1"].IsUntilReleased);
        Assert.Equal(OperationErrorKind.HoldEnd, (await _rig.SendAsync("""{"action":"hold","cluster":"dev-2","until":"released","state":"up"}""")).Error!.Kind);
        Assert.Equal(["dev-1"], _rig.Bench.Store.Holds.Keys);
        await _rig.SendAsync("""{"action":"release","cluster":"dev-1"}""");
        Assert.Empty(_rig.Bench.Store.Holds);
    }

    [Fact]
    public async Task A_match_stops_what_runs_and_skips_what_is_protected_stopped_or_nobodys()
    {
        var outcome = (await _rig.SendAsync("""{"action":"stop","match":{"name":"*"}}""")).Value!;

        Assert.Equal(
            [("dev-1", WebhookStep.Done), ("dev-2", WebhookStep.Done), ("dev-3", WebhookStep.Skipped), ("prod-1", WebhookStep.Skipped),
                ("other", WebhookStep.Skipped)],
            outcome.Clusters.Select(c => (c.Name, c.Outcome)));
        Assert.Contains("protected by rule 'production'", outcome.Clusters[3].Message, StringComparison.Ordinal);
        _rig.Bench.StopsOnce("dev-1");
        _rig.Bench.StopsOnce("dev-2");
        Assert.Contains(await _rig.Bench.AuditedAsync(), e =>
            e is { Kind: AuditKind.Stop, Step: AuditStep.Accepted, ClusterId: "dev-2", By: "webhook open" });
    }

    [Fact]
    public async Task A_match_takes_patterns_lists_and_not_as_a_rule_does()
    {
        var outcome = (await _rig.SendAsync("""{"action":"stop","match":{"name":["dev-1","dev-2","o*"],"not":{"id":"dev-?"}}}""")).Value!;
        Assert.Equal(["other"], outcome.Clusters.Select(c => c.Name));

        var error = (await _rig.SendAsync("""{"action":"stop","match":{"not":{}}}""")).Error!;
        Assert.Contains("an empty 'not' excludes every cluster", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_one_cluster_is_shown_and_leaves_the_others_alone()
    {
        _rig.Bench.AnswersStop("dev-1", new(FailureKind.Rejected, "no"));

        var outcome = (await _rig.SendAsync("""{"action":"stop","match":{"name":"dev-*"}}""")).Value!;

        Assert.Equal(WebhookResult.Partial, outcome.Outcome);
        Assert.Equal([WebhookStep.Failed, WebhookStep.Done, WebhookStep.Skipped], outcome.Clusters.Select(c => c.Outcome));
    }

    [Fact]
    public async Task More_stops_than_a_run_may_make_are_none()
    {
        _rig.Bench.Lists([.. Enumerable.Range(1, 4).Select(i => Bench.Running($"dev-{i}"))]);

        var refusal = (await _rig.SendAsync("""{"action":"stop","match":{"name":"dev-*"}}""")).Error!;

        Assert.Equal((OperationErrorKind.StopLimit, "3"), (refusal.Kind, refusal.Limit));
        _rig.NothingWasStopped();
        var entry = Assert.Single(await _rig.Bench.AuditedAsync());
        Assert.Equal((AuditKind.Stop, AuditStep.Refused, "webhook open"), (entry.Kind, entry.Step, entry.By));
    }

    [Fact]
    public async Task A_dry_run_changes_and_audits_nothing()
    {
        var stop = (await _rig.SendAsync("""{"action":"stop","cluster":"dev-1"}""", dryRun: true)).Value!;
        var hold = (await _rig.SendAsync("""{"action":"hold","cluster":"dev-1","until":"1h"}""", dryRun: true)).Value!;

        Assert.Equal((WebhookStep.DryRun, WebhookStep.DryRun, true), (stop.Clusters[0].Outcome, hold.Clusters[0].Outcome, stop.DryRun));
        Assert.Empty(await _rig.Bench.AuditedAsync());
        Assert.Empty(_rig.Bench.Store.Holds);
    }

    [Theory]
    [InlineData("""{"action":"stop","cluster":"prod-1"}""", OperationErrorKind.Protected)]
    [InlineData("""{"action":"stop","cluster":"dev-3"}""", OperationErrorKind.AlreadyThere)]
    [InlineData("""{"action":"hold","cluster":"dev-1","until":"15d"}""", OperationErrorKind.HoldEnd)]
    [InlineData("""{"action":"hold","cluster":"dev-9","until":"1h"}""", OperationErrorKind.UnknownCluster)]
    public async Task Who_names_one_cluster_is_told_why_not(string body, OperationErrorKind kind)
    {
        Assert.Equal(kind, (await _rig.SendAsync(body)).Error!.Kind);
        _rig.NothingWasStopped();
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData("[]", "$")]
    [InlineData("{", "$")]
    [InlineData("""{"action":"stop"}""", "$")]
    [InlineData("""{"cluster":"dev-1"}""", "$")]
    [InlineData("""{"action":"delete","cluster":"dev-1"}""", "$.action")]
    [InlineData("""{"action":"stop","cluster":"dev-1","match":{"name":"*"}}""", "$")]
    [InlineData("""{"action":"stop","match":{}}""", "$.match")]
    [InlineData("""{"action":"stop","match":{"names":"dev-*"}}""", "$.match.names")]
    [InlineData("""{"action":"stop","cluster":""}""", "$.cluster")]
    [InlineData("""{"action":"stop","cluster":"dev-1","force":true}""", "$.force")]
    [InlineData("""{"action":"stop","cluster":"dev-1","until":"2h"}""", "$.until")]
    [InlineData("""{"action":"hold","cluster":"dev-1"}""", "$")]
    [InlineData("""{"action":"hold","cluster":"dev-1","until":"soon"}""", "$.until")]
    [InlineData("""{"action":"hold","cluster":"dev-1","until":"1h","state":"asis"}""", "$.state")]
    public async Task What_is_not_understood_is_refused_with_its_place(string body, string field)
    {
        var refusal = (await _rig.SendAsync(body)).Error!;

        Assert.Equal((OperationErrorKind.BadBody, field), (refusal.Kind, refusal.Field));
        Assert.Contains("Example: {\"action\"", refusal.Message, StringComparison.Ordinal);
        _rig.NothingWasStopped();
        Assert.Empty(await _rig.Bench.AuditedAsync());
    }

    [Fact]
    public async Task A_source_that_is_not_set_up_is_unknown()
    {
        var refusal = (await _rig.SendAsync("{}", "opne")).Error!;

        Assert.Equal(OperationErrorKind.UnknownWebhook, refusal.Kind);
        Assert.Contains("Did you mean 'open'?", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_delivery_is_carried_out_once()
    {
        var stop = WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-1"}"""u8);

        Assert.Equal(WebhookResult.Done, (await _rig.SendAsync(stop)).Value!.Outcome);
        Assert.Equal(OperationErrorKind.Repeated, (await _rig.SendAsync(stop)).Error!.Kind);
        Assert.Equal(OperationErrorKind.Repeated, (await OtherAsync(stop)).Error!.Kind);
        _rig.Bench.StopsOnce("dev-1");
    }

    [Fact]
    public async Task A_signed_delivery_that_did_nothing_may_come_again()
    {
        var stop = WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-3"}"""u8);
        Assert.Equal(OperationErrorKind.AlreadyThere, (await _rig.SendAsync(stop)).Error!.Kind);

        _rig.Bench.Lists(Bench.Running("dev-3"));

        Assert.Equal(WebhookResult.Done, (await _rig.SendAsync(stop)).Value!.Outcome);
    }

    [Fact]
    public async Task Without_the_right_signature_nothing_is_even_read()
    {
        var right = WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-1"}"""u8);
        var none = new WebhookDelivery("ci", right.Body);
        var tampered = right with { Body = Encoding.UTF8.GetBytes("""{"action":"stop","cluster":"dev-2"}""") };
        var old = WebhookDeliveryTests.Sign(right.Body, at: Bench.Evening - Duration.FromMinutes(6));

        foreach (var wrong in (WebhookDelivery[])[none, tampered, old])
            Assert.Equal(OperationErrorKind.BadSignature, (await _rig.SendAsync(wrong)).Error!.Kind);
        _rig.NothingWasStopped();
        Assert.Empty(await _rig.Bench.AuditedAsync());
    }

    [Fact]
    public async Task A_new_signing_key_is_read_when_the_old_one_does_not_fit()
    {
        _rig.Secrets.Newer = _rig.Secrets.Cached;
        _rig.Secrets.Cached = new("kEyMaRkEr-old-0123456789-0123456789", "0", null);

        Assert.True((await _rig.SendAsync(WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-1"}"""u8))).Succeeded);
    }

    [Fact]
    public async Task A_flood_of_signed_deliveries_ends_somewhere()
    {
        var state = await DocumentSet<RecentDeliveries>.LoadAsync(_rig.Documents, "webhooks", _ => "recent",
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, kind =>
            _rig.Documents.FindAsync(kind, "recent", TestContext.Current.CancellationToken));
        await state.SaveAsync(new([.. Enumerable.Range(0, RecentDeliveries.Max).Select(i => new TakenDelivery($"{i}", Bench.Evening))]),
            TestContext.Current.CancellationToken);
        var hold = """{"action":"release","cluster":"dev-1"}"""u8.ToArray();

        Assert.Equal(OperationErrorKind.TooMany, (await _rig.SendAsync(WebhookDeliveryTests.Sign(hold))).Error!.Kind);

        _rig.Bench.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.True((await _rig.SendAsync(WebhookDeliveryTests.Sign(hold, at: Bench.Evening + Duration.FromMinutes(10)))).Succeeded);
    }

    private Task<OperationResult<WebhookOutcome>> OtherAsync(WebhookDelivery delivery) =>
        _rig.NewDesk().ReceiveAsync(delivery, "request-2", false, TestContext.Current.CancellationToken);
}
