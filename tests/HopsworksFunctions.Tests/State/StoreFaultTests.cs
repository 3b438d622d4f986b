using Azure.Storage.Blobs.Specialized;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;

namespace HopsworksFunctions.Tests.State;

public sealed class FileStoreFaultTests : StoreFaultContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("store-");

    private string Root => Path.Combine(folder.FullName, "state");

    protected override Task<(IDocumentStore Store, IAuditLog Audit)> OpenAsync() => Task.FromResult<(IDocumentStore, IAuditLog)>(
        (new FileDocumentStore(Root, "default", TimeProvider.System), new FileAuditLog(Root, "default", TimeProvider.System)));

    /// <summary>Another disk is where the folder was.</summary>
    protected override void Break()
    {
        if (Directory.Exists(Root))
            Directory.Move(Root, Root + ".away");
        File.WriteAllText(Root, "");
    }

    protected override void Mend()
    {
        File.Delete(Root);
        if (Directory.Exists(Root + ".away"))
            Directory.Move(Root + ".away", Root);
    }

    public void Dispose() => folder.Delete(recursive: true);
}

public abstract class TableStoreFaultTests(AzuriteProcess azurite, int status) : StoreFaultContract, IDisposable
{
    private readonly string account = Guid.NewGuid().ToString();
    private readonly FaultyTransport transport = new();

    protected override async Task<(IDocumentStore Store, IAuditLog Audit)> OpenAsync()
    {
        var table = await azurite.TableAsync(transport: transport);
        return (new TableDocumentStore(table, account, TimeProvider.System), new TableAuditLog(table, account));
    }

    protected override void Break() => transport.Status = status;

    protected override void Mend() => transport.Status = null;

    public void Dispose()
    {
        transport.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class UnavailableTableFaultTests(AzuriteProcess azurite) : TableStoreFaultTests(azurite, 503);

public sealed class ThrottledTableFaultTests(AzuriteProcess azurite) : TableStoreFaultTests(azurite, 429);

public sealed class LostLeaseTests(AzuriteProcess azurite)
{
    [Fact]
    public async Task A_run_whose_lease_another_has_broken_sends_nothing_more_and_the_next_run_makes_up_for_it()
    {
        var (account, container) = (Guid.NewGuid().ToString(), await azurite.ContainerAsync());
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Bench.Evening.ToDateTimeOffset());
        var bench = new Bench { Leases = new BlobRunLease(container, account, time) }.Lists(Bench.Dev1).AnswersStop("dev-1");
        bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>())).Returns(async (string _, CancellationToken lost) =>
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
        Assert.Contains("the lease on the account was lost", lost.Error, StringComparison.Ordinal);
        Assert.Equal(Done.Accepted, next.Clusters[0].Done);
        bench.StopsOnce("dev-1");
    }
}
