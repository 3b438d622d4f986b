using Azure.Storage.Blobs.Specialized;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HopsworksFunctions.Tests.State;

public sealed class LostLeaseTests(AzuriteProcess azurite)
{
    [Fact]
    public async Task A_run_whose_lease_another_has_broken_sends_nothing_more_and_the_next_run_makes_up_for_it()
    {
        var (account, container) = (Guid.NewGuid().ToString(), await azurite.ContainerAsync());
        var time = new FakeTimeProvider(Bench.Evening.ToDateTimeOffset());
        var bench = new Bench { Leases = new BlobRunLease(container, account, time) }.Lists(Bench.Dev1).AnswersStop("dev-1");
        bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>()))
            .Returns(async (string _, CancellationToken lost) =>
        {
            await container.GetBlobClient($"{account}.lease").GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: lost);
            time.Advance(LeasedBlob.RenewEvery);
            await Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System, lost);
            return (ApiResult<Cluster>)Bench.Dev1;
        });

        var lost = await bench.RunAsync();
        bench.Hopsworks.Verify(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>()), Times.Never);
        var next = await bench.Lists(Bench.Dev1).RunAsync(new("r2", "test"));

        Assert.Equal(RunOutcome.Failed, lost.Outcome);
        Assert.Contains("the run lost its lease", lost.Error, StringComparison.Ordinal);
        Assert.Equal(ActionOutcome.Accepted, next.Clusters[0].Done);
        bench.StopsOnce("dev-1");
    }
}
