using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HopsworksFunctions.Tests.State;

/// <summary>A storage account that answers slowly. <see cref="StoreFaultContract"/> covers one that never answers.</summary>
public sealed class SlowStoreTests(AzuriteProcess azurite) : IDisposable
{
    private readonly string account = Guid.NewGuid().ToString();
    private readonly FaultyTransport blobs = new();
    private readonly FaultyTransport tables = new();
    private readonly FakeTimeProvider time = new(Bench.Evening.ToDateTimeOffset());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<Bench> CreateAsync()
    {
        var table = await azurite.TableAsync(transport: tables);
        var store = new TableDocumentStore(table, account, time);
        return new Bench
        {
            Time = time,
            Accounts = new DocumentAccountStore(store, account, NullLogger<DocumentAccountStore>.Instance),
            Audit = new TableAuditLog(table, account),
            Leases = new BlobRunLease(await azurite.ContainerAsync(blobs), account, time),
        }.Lists(Bench.Dev1).AnswersStop("dev-1");
    }

    [Fact]
    public async Task Answers_that_come_late_cost_time_alone_and_the_lease_is_kept_all_the_while()
    {
        var (bench, second) = (await CreateAsync(), await CreateAsync());
        using var turn = new SemaphoreSlim(1, 1);
        tables.Before = async () =>
        {
            await turn.WaitAsync(Stop);
            var renewals = blobs.Renewals;
            time.Advance(LeasedBlob.RenewEvery);
            await UntilAsync(() => blobs.Renewals > renewals);
            turn.Release();
        };
        RunReport? other = null;
        bench.Hopsworks.Setup(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            other = await second.RunAsync(new("r2", "test"));
            return ApiResult.Done;
        });

        var slow = await bench.RunAsync();
        tables.Before = () => Task.CompletedTask;
        var next = await bench.Lists(Bench.Stopping("dev-1")).RunAsync(new("r3", "test"));

        Assert.True(slow.FinishedAt - slow.StartedAt > NodaTime.Duration.FromTimeSpan(2 * LeasedBlob.Duration),
            "the run outlasts a lease that nobody renews");
        Assert.Equal((RunOutcome.Ok, RunOutcome.Skipped, RunOutcome.Ok), (slow.Outcome, other!.Outcome, next.Outcome));
        bench.StopsOnce("dev-1");
        Assert.Equal([AuditStep.Intent, AuditStep.Accepted], (await bench.AuditedAsync()).Where(e => e.Kind == AuditKind.Stop)
            .Select(e => e.Step!.Value));
    }

    [Fact]
    public async Task A_lease_that_is_not_answered_ends_the_run_before_it_does_anything()
    {
        var bench = await CreateAsync();
        blobs.Hangs = true;
        var silent = await bench.RunAsync();
        blobs.Hangs = false;
        var next = await bench.RunAsync(new("r2", "test"));

        Assert.Equal((RunOutcome.Failed, RunOutcome.Ok), (silent.Outcome, next.Outcome));
        Assert.StartsWith("The container 'hopsworks-functions' did not answer in time after all retries. "
            + "Check State__BlobServiceUri", silent.Error, StringComparison.Ordinal);
        bench.StopsOnce("dev-1");
    }

    [Fact]
    public void A_call_with_all_its_tries_is_over_within_a_minute()
    {
        Assert.All(new ClientOptions[] { new TableClientOptions().Bounded(), new BlobClientOptions().Bounded() }, options =>
            Assert.InRange(options.Retry.NetworkTimeout * (1 + options.Retry.MaxRetries)
                + options.Retry.MaxDelay * options.Retry.MaxRetries, TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(1)));
    }

    public void Dispose()
    {
        blobs.Dispose();
        tables.Dispose();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(TimeSpan.FromSeconds(45));
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, deadline.Token);
    }
}
