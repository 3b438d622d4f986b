using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Webhooks;

/// <summary>What happens to a signed delivery that was not completed, or was not meant to be.</summary>
public sealed class InterruptedDeliveryTests
{
    private readonly WebhookRig _rig = new();

    public static TheoryData<Exception> Endings => [new OperationCanceledException(), new InvalidOperationException("whatever it is")];

    [Theory]
    [MemberData(nameof(Endings), DisableDiscoveryEnumeration = true)]
    public async Task One_that_ended_before_it_did_anything_may_come_again(Exception ending)
    {
        var stop = WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-1"}"""u8);
        _rig.Bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>())).ThrowsAsync(ending);
        _rig.Bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>())).ThrowsAsync(ending);
        await Assert.ThrowsAnyAsync<Exception>(() => _rig.SendAsync(stop));

        _rig.Bench.Lists(Bench.Running("dev-1"));

        Assert.Equal(WebhookResult.Done, (await _rig.SendAsync(stop)).Value!.Outcome);
        _rig.Bench.StopsOnce("dev-1");
    }

    [Fact]
    public async Task One_that_the_end_of_the_app_cut_short_may_come_again()
    {
        var stop = WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-1"}"""u8);
        using var ending = new CancellationTokenSource();
        _rig.Bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>()))
            .Returns(async (string _, CancellationToken token) =>
            {
                await ending.CancelAsync();
                token.ThrowIfCancellationRequested();
                return default;
            });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Desk.ReceiveAsync(stop, "request-1", false, ending.Token));
        _rig.NothingWasStopped();

        _rig.Bench.Lists(Bench.Running("dev-1"));

        Assert.Equal(WebhookResult.Done, (await _rig.SendAsync(stop)).Value!.Outcome);
    }

    [Fact]
    public async Task One_that_ended_after_it_did_something_stays_taken()
    {
        var stop = WebhookDeliveryTests.Sign("""{"action":"stop","match":{"name":"dev-*"}}"""u8);
        _rig.Bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-2", It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OperationCanceledException());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.SendAsync(stop));

        Assert.Equal(OperationErrorKind.Repeated, (await _rig.SendAsync(stop)).Error!.Kind);
        _rig.Bench.StopsOnce("dev-1");
    }

    [Fact]
    public async Task One_whose_process_was_killed_before_it_did_anything_may_come_again_after_a_minute()
    {
        var stop = WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-1"}"""u8);
        await ClaimAsync(stop);

        foreach (var seconds in (int[])[0, 59])
        {
            _rig.Bench.Time.Advance(TimeSpan.FromSeconds(seconds));
            var refusal = (await _rig.SendAsync(stop)).Error!;
            Assert.Equal(OperationErrorKind.Repeated, refusal.Kind);
            Assert.Contains("has been in progress since", refusal.Message, StringComparison.Ordinal);
        }
        _rig.Bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(WebhookResult.Done, (await _rig.SendAsync(stop)).Value!.Outcome);
        Assert.Equal(OperationErrorKind.Repeated, (await _rig.SendAsync(stop)).Error!.Kind);
        _rig.Bench.StopsOnce("dev-1");
    }

    [Theory]
    [InlineData(AuditStep.Intent, true)]
    [InlineData(AuditStep.Accepted, true)]
    [InlineData(AuditStep.Failed, false)]
    [InlineData(AuditStep.Refused, false)]
    public async Task One_whose_process_was_killed_after_it_did_something_stays_taken(AuditStep step, bool staysTaken)
    {
        var stop = WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-1"}"""u8);
        await ClaimAsync(stop);
        await _rig.Bench.Audit.AppendAsync(
            new(Bench.Evening, "killed", "webhook", AuditKind.Stop, "stopping") { ClusterId = "dev-1", Step = step },
            TestContext.Current.CancellationToken);
        _rig.Bench.Time.Advance(TimeSpan.FromMinutes(1));

        var answer = await _rig.SendAsync(stop);

        Assert.Equal(staysTaken, !answer.Succeeded);
        if (staysTaken)
            Assert.Contains("See GET /api/actions for the result", answer.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_takes_long_is_not_begun_by_a_second_instance()
    {
        var stop = WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-1"}"""u8);
        var slow = new TaskCompletionSource<ApiResult<Cluster>>();
        _rig.Bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>())).Returns(slow.Task);
        var first = _rig.SendAsync(stop);

        for (var seconds = 0; seconds < 240; seconds += 20)
        {
            _rig.Bench.Time.Advance(TimeSpan.FromSeconds(20));
            await RenewedAsync();
            Assert.Equal(OperationErrorKind.Repeated, (await _rig.NewDesk().ReceiveAsync(
                stop, "request-2", false, TestContext.Current.CancellationToken)).Error!.Kind);
        }
        slow.SetResult(new(Bench.Running("dev-1"), null));

        Assert.True((await first).Succeeded);
        _rig.Bench.StopsOnce("dev-1");
    }

    /// <summary>Claims a delivery as a process does that is then killed.</summary>
    private async Task ClaimAsync(WebhookDelivery delivery) => Assert.Null(await _rig.Book.TakeAsync(
        delivery, "killed", Bench.Evening, (_, _) => throw new InvalidOperationException(), TestContext.Current.CancellationToken));

    /// <summary>Waits until the claim ends a minute from now.</summary>
    private async Task RenewedAsync()
    {
        var until = $"\"until\":\"{Instant.FromDateTimeOffset(_rig.Bench.Time.GetUtcNow()) + TakenDelivery.Lease}\"";
        while (!(await _rig.Documents.FindAsync("webhooks", "recent", TestContext.Current.CancellationToken)).Documents
            .Any(d => d.Json.Contains(until, StringComparison.Ordinal)))
            await Task.Yield();
    }

    [Fact]
    public async Task A_signed_dry_run_cannot_be_sent_again_for_real()
    {
        var stop = WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-1"}"""u8);
        Assert.Equal(WebhookStep.DryRun, (await _rig.SendAsync(stop, dryRun: true)).Value!.Clusters[0].Outcome);

        Assert.Equal(OperationErrorKind.Repeated, (await _rig.SendAsync(stop)).Error!.Kind);
        _rig.NothingWasStopped();
    }
}
