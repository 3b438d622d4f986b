using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>Two days of two clusters. The state is lost on Tuesday at six, and restored from the snapshot of midnight.</summary>
public sealed class LostStateTests(AzuriteProcess azurite)
{
    private static readonly Requester Anna = new("anna", "HTTP", "request-1");
    private static readonly WorkerGroup[] Three = [new("m", 512, 3)];
    private static readonly LocalDate Tuesday = new(2026, 6, 2);
    private static readonly Cluster Dev2 = Bench.Running("dev-2");

    private readonly FakeTimeProvider time = new(Bench.Evening.ToDateTimeOffset());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Bench Create(IAccountStore? accounts = null)
    {
        var bench = new Bench { Time = time, Snapshots = new MemorySnapshotStore(time) };
        return accounts is null ? bench : new() { Time = time, Snapshots = bench.Snapshots, Accounts = accounts };
    }

    private Task<RunReport> RunAsync(Bench bench, int day, int hour, int minute, params Cluster[] clusters)
    {
        var at = Instant.FromUtc(2026, 6, day, hour, minute).ToDateTimeOffset();
        time.Advance(at - time.GetUtcNow());
        return bench.Lists(clusters).RunAsync();
    }

    /// <summary>Runs from Monday evening to Tuesday morning: dev-1 is stopped with three worker nodes, and dev-2 is held.</summary>
    private async Task LiveAsync(Bench bench)
    {
        bench.AnswersStop("dev-1").Lists(Dev2);
        await bench.Holds.SetAsync("dev-2", new(HoldState.Up, HoldEnd.Parse("2d")!, "long job"), Anna, dryRun: false, Stop);
        await RunAsync(bench, 1, 20, 0, Bench.Dev1 with { Workers = Three }, Dev2);
        await RunAsync(bench, 1, 20, 5, Bench.Stopped("dev-1"), Dev2);
        await RunAsync(bench, 1, 23, 0, Bench.Stopped("dev-1"), Dev2);
        await RunAsync(bench, 2, 0, 0, Bench.Stopped("dev-1"), Dev2);
        await RunAsync(bench, 2, 5, 0, Bench.Stopped("dev-1"), Dev2);
    }

    private static async Task<RestoredState> RestoreAsync(Bench bench)
    {
        var asked = await bench.Restore.RestoreAsync(null, Anna, dryRun: false, Stop);
        Assert.Null(asked.Error);
        return asked.Value!;
    }

    /// <summary>Runs from the restore to Tuesday evening: dev-1 starts once, with its worker nodes, and dev-2 is held.</summary>
    private async Task GoOnAsync(Bench bench)
    {
        bench.Hopsworks.Setup(h => h.StartAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done);
        bench.Hopsworks
            .Setup(h => h.AddWorkersAsync(
                "dev-1", It.Is<IReadOnlyList<WorkerGroup>>(w => w.Single().Count == 3), It.IsAny<CancellationToken>()))
            .ReturnsAsync(ApiResult.Done);
        await RunAsync(bench, 2, 7, 0, Bench.Stopped("dev-1"), Dev2);
        await RunAsync(bench, 2, 7, 10, Bench.Dev1, Dev2);
        await RunAsync(bench, 2, 7, 20, Bench.Dev1 with { Workers = Three }, Dev2);
        var evening = await RunAsync(bench, 2, 18, 0, Bench.Dev1 with { Workers = Three }, Dev2);

        bench.Hopsworks.Verify(h => h.StartAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Once);
        bench.Hopsworks.Verify(
            h => h.AddWorkersAsync(It.IsAny<string>(), It.IsAny<IReadOnlyList<WorkerGroup>>(), It.IsAny<CancellationToken>()), Times.Once);
        Assert.Equal(Reason.Held, evening.Clusters.Single(c => c.Cluster.Id == "dev-2").Decision.Reason);
        Assert.Empty(evening.Incidents);
    }

    [Fact]
    public async Task A_restored_state_owes_its_worker_nodes_keeps_its_holds_and_starts_nothing_twice()
    {
        var bench = Create();
        await LiveAsync(bench);
        bench.Store.Clear();

        var lost = await RunAsync(bench, 2, 6, 5, Bench.Stopped("dev-1"), Dev2);
        var restored = await RestoreAsync(bench);

        Assert.Contains(lost.Notices, n => n is { Kind: EventKind.State, Over: false });
        Assert.Contains("a snapshot of 2026-06-02", lost.Notices.Single(n => n.Kind == EventKind.State).Message, StringComparison.Ordinal);
        Assert.All(lost.Clusters, cluster => Assert.Equal(ClusterAction.None, cluster.Decision.Action));
        Assert.Equal((Tuesday, 2, 0, 0), (restored.Snapshot, restored.Records, restored.Left, restored.Freezes));
        Assert.Equal(["dev-2"], restored.Holds);
        Assert.Empty(bench.Store.Freezes);
        await GoOnAsync(bench);
        bench.StopsOnce("dev-1");
    }

    [Fact]
    public async Task So_does_one_whose_table_was_deleted()
    {
        var table = await azurite.TableAsync($"T{Guid.NewGuid():N}");
        var accounts = new DocumentAccountStore(
            new TableDocumentStore(table, "test", TimeProvider.System), "test", NullLogger<DocumentAccountStore>.Instance);
        var bench = Create(accounts);
        await LiveAsync(bench);
        await table.DeleteAsync(Stop);

        await RunAsync(bench, 2, 6, 5, Bench.Stopped("dev-1"), Dev2);

        Assert.Equal(["dev-2"], (await RestoreAsync(bench)).Holds);
        await GoOnAsync(bench);
    }

    [Fact]
    public async Task A_cluster_that_first_sight_has_started_since_gets_its_worker_nodes_too()
    {
        var bench = Create();
        await LiveAsync(bench);
        bench.Store.Clear();
        bench.Hopsworks.Setup(h => h.StartAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done);
        bench.Hopsworks.Setup(h => h.AddWorkersAsync("dev-1", It.IsAny<IReadOnlyList<WorkerGroup>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(ApiResult.Done);
        await RunAsync(bench, 2, 6, 5, Bench.Stopped("dev-1"), Dev2);

        var frozen = await RunAsync(bench, 2, 7, 0, Bench.Stopped("dev-1"), Dev2);
        var first = await RunAsync(bench, 2, 7, 5, Bench.Stopped("dev-1"), Dev2);
        await RunAsync(bench, 2, 7, 15, Bench.Dev1, Dev2);
        await RestoreAsync(bench);
        var next = await RunAsync(bench, 2, 7, 20, Bench.Dev1, Dev2);

        Assert.Equal(Reason.Frozen, frozen.Clusters[0].Decision.Reason);
        Assert.Equal(ClusterAction.Start, first.Clusters[0].Decision.Action);
        Assert.Equal(ClusterAction.AddWorkers, next.Clusters[0].Decision.Action);
        Assert.Contains(next.Notices, n => n is { Kind: EventKind.State, Over: true });
    }

    [Fact]
    public async Task What_changed_after_the_snapshot_is_found_by_looking()
    {
        var bench = Create();
        await LiveAsync(bench);
        bench.Store.Clear();
        await RestoreAsync(bench);
        bench.AnswersStop("dev-3");
        bench.Hopsworks.Setup(h => h.StartAsync("dev-2", It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done);
        bench.Hopsworks.Setup(h => h.AddWorkersAsync("dev-1", It.IsAny<IReadOnlyList<WorkerGroup>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(ApiResult.Done);

        var run = await RunAsync(bench, 2, 6, 5, Bench.Dev1, Bench.Stopped("dev-2"), Bench.Running("dev-3"));

        Assert.Equal((PowerState.Up, true), (bench.Store.Records["dev-1"].Power, bench.Store.Records["dev-1"].StartedByHand));
        Assert.Equal(Reason.HoldUp, run.Clusters.Single(c => c.Cluster.Id == "dev-2").Decision.Reason);
        Assert.Equal(Instant.FromUtc(2026, 6, 2, 6, 5), bench.Store.Records["dev-3"].FirstSeen);
        Assert.Equal((RunOutcome.Ok, ClusterAction.AddWorkers), (run.Outcome, run.Clusters[0].Decision.Action));
    }

    [Fact]
    public async Task A_snapshot_is_taken_once_a_day_and_thirty_days_are_kept()
    {
        var bench = Create();
        for (var day = 1; day <= 30; day++)
        {
            await RunAsync(bench, day, 20, 0, Bench.Stopped("dev-1"));
            await RunAsync(bench, day, 21, 0, Bench.Stopped("dev-1"), Dev2 with { Name = "other" });
        }
        time.Advance(TimeSpan.FromDays(3));
        await bench.RunAsync();

        var days = await bench.Snapshots!.ListAsync(Stop);
        Assert.Equal((new LocalDate(2026, 7, 3), new LocalDate(2026, 6, 3)), (days[0].Day, days[^1].Day));
        Assert.All(days.Skip(1), snapshot => Assert.Equal(20, snapshot.SavedAt.InUtc().Hour));
    }

    [Fact]
    public async Task A_plan_takes_none()
    {
        var bench = Create().Lists(Bench.Stopped("dev-1"));

        await bench.RunAsync(new("p", "test", RunMode.Plan));

        Assert.Empty(await bench.Snapshots!.ListAsync(Stop));
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_stored_fails_no_run_and_is_told_until_one_can()
    {
        var snapshots = new Mock<ISnapshotStore>();
        snapshots.Setup(s => s.ListAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
        snapshots.Setup(s => s.SaveAsync(It.IsAny<LocalDate>(), It.IsAny<byte[]>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new StateUnavailableException("The container answered 403."));
        var bench = new Bench { Time = time, Snapshots = snapshots.Object };

        var first = await RunAsync(bench, 1, 20, 0, Bench.Stopped("dev-1"));
        var second = await RunAsync(bench, 1, 20, 5, Bench.Stopped("dev-1"));
        snapshots.Setup(s => s.SaveAsync(It.IsAny<LocalDate>(), It.IsAny<byte[]>(), It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask);
        await RunAsync(bench, 1, 21, 0, Bench.Stopped("dev-1"));
        var last = await RunAsync(bench, 1, 21, 5, Bench.Stopped("dev-1"));

        Assert.All([first, second, last], run => Assert.Equal(RunOutcome.Ok, run.Outcome));
        Assert.EndsWith("The container answered 403.", Assert.Single(second.Notices).Message, StringComparison.Ordinal);
        Assert.Equal((EventKind.State, true), (last.Notices.Single().Kind, last.Notices.Single().Over));
    }

    [Fact]
    public async Task An_account_without_snapshots_begins_without_a_freeze()
    {
        var bench = Create().AnswersStop("dev-1");

        var first = await RunAsync(bench, 1, 20, 0, Bench.Dev1);

        Assert.Equal((ClusterAction.Stop, null), (first.Clusters[0].Decision.Action, bench.Store.Lost));
        Assert.Empty(first.Notices);
    }

    [Fact]
    public async Task A_loss_that_nobody_answers_is_over_with_the_last_snapshot()
    {
        var bench = Create();
        await LiveAsync(bench);
        bench.Store.Clear();
        await RunAsync(bench, 2, 6, 5, Bench.Stopped("dev-1"));
        Assert.NotNull(bench.Store.Lost);

        time.Advance(TimeSpan.FromDays(30));
        await bench.RunAsync();

        Assert.Null(bench.Store.Lost);
        Assert.Empty(bench.Store.Incidents);
    }
}
