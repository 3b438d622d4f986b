using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;

namespace HopsworksFunctions.Tests.Webhooks;

/// <summary>What becomes of a signed delivery that did not come to its end, or was not meant to.</summary>
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
    public async Task A_signed_dry_run_cannot_be_sent_again_for_real()
    {
        var stop = WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-1"}"""u8);
        Assert.Equal(WebhookStep.DryRun, (await _rig.SendAsync(stop, dryRun: true)).Value!.Clusters[0].Outcome);

        Assert.Equal(OperationErrorKind.Repeated, (await _rig.SendAsync(stop)).Error!.Kind);
        _rig.NothingWasStopped();
    }
}
