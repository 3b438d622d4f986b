using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>A cluster that cannot be stored affects no other cluster.</summary>
public sealed class StoreRefusalTests(AzuriteProcess azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_id_stops_no_other_cluster_from_being_stopped()
    {
        var account = Guid.NewGuid().ToString();
        var documents = new TableDocumentStore(await azurite.TableAsync(), account, TimeProvider.System);
        var bench = new Bench
        {
            Accounts = new DocumentAccountStore(documents, account, NullLogger<DocumentAccountStore>.Instance),
            Audit = new TableAuditLog(await azurite.TableAsync(), account),
        };
        var long1 = Bench.Running("dev-1") with { Id = new('x', 40_000) };
        bench.Lists(long1, Bench.Running("dev-2")).AnswersStop("dev-2");

        var report = await bench.RunAsync();

        Assert.Equal(RunOutcome.Partial, report.Outcome);
        Assert.Contains("cannot store that much", report.Clusters[0].Error, StringComparison.Ordinal);
        bench.StopsOnce("dev-2");
        bench.Hopsworks.Verify(h => h.StopAsync(long1.Id, It.IsAny<CancellationToken>()), Times.Never);
        Assert.Equal(["dev-2"], (await bench.Accounts.LoadAsync(Stop)).Records.Keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_record_that_is_refused_at_any_of_its_saves_stops_no_other(int save)
    {
        var store = new FailingDocumentStore(new MemoryDocumentStore());
        var saves = 0;
        store.OnWrite = (kind, key) =>
            (kind, key) == ("record", "dev-1") && ++saves >= save ? new StateRefusedException("too large") : null;
        var bench = new Bench { Accounts = new DocumentAccountStore(store, "a", NullLogger<DocumentAccountStore>.Instance) }
            .Lists(Bench.Running("dev-1"), Bench.Running("dev-2")).AnswersStop("dev-1").AnswersStop("dev-2");

        var report = await bench.RunAsync();

        Assert.Equal(RunOutcome.Partial, report.Outcome);
        Assert.Contains("too large", report.Clusters[0].Error, StringComparison.Ordinal);
        Assert.Null(report.Clusters[1].Error);
        bench.StopsOnce("dev-2");
        // Only the third save comes after the call.
        bench.Hopsworks.Verify(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>()), Times.Exactly(save == 3 ? 1 : 0));
    }
}
