using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

public sealed class AccountStateTests
{
    private static readonly Instant Now = FullRecord.Now;
    private static readonly ClusterRecord Full = FullRecord.Create();

    private readonly CountingStore store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static FinishedRun LastRun =>
        new("r1", "timer", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(1), RunOutcome.Partial, "one failed", "v1",
        new(4, 2, 1, 1));

    private Task<AccountState> LoadAsync() =>
        new DocumentAccountStore(store, "a", NullLogger<DocumentAccountStore>.Instance).LoadAsync(Stop);

    [Fact]
    public async Task Is_empty_at_first()
    {
        var state = await LoadAsync();
        Assert.Empty(state.Records);
        Assert.Empty(state.Holds);
        Assert.Empty(state.Incidents);
        Assert.Empty(state.Damaged);
        Assert.Null(state.LastRun);
    }

    [Fact]
    public async Task Every_member_is_kept()
    {
        var hold = new Hold("c1", HoldState.AsIs, Now, Now + Duration.FromHours(2), "ada", null);
        var bare = new ClusterRecord { ClusterId = "c2", Name = "" };
        var state = await LoadAsync();
        await state.SaveAsync(Full, Stop);
        await state.SaveAsync(bare, Stop);
        await state.SaveAsync(hold, Stop);
        await state.AddAsync(LastRun, Stop);

        state = await LoadAsync();
        Assert.Empty(state.Damaged);
        Assert.Equal([Full, bare], state.Records.OrderBy(r => r.Key).Select(r => r.Value));
        Assert.Equal(hold, state.Holds["c1"]);
        Assert.Equal(LastRun, state.LastRun);
    }

    [Fact]
    public async Task The_last_hundred_runs_are_kept_the_newest_first()
    {
        var state = await LoadAsync();
        for (var i = 1; i <= 103; i++)
            await state.AddAsync(LastRun with { Id = $"r{i}" }, Stop);
        var runs = (await LoadAsync()).Runs;
        Assert.Equal((100, "r103", "r4"), (runs.Count, runs[0].Id, runs[^1].Id));
    }

    [Fact]
    public async Task The_workers_that_a_stop_deleted_are_kept()
    {
        WorkerGroup[] workers = [new("Standard_D8_v3", 512, 2), new("Standard_D16_v3", 256, 1, new(50, true))];
        await (await LoadAsync()).SaveAsync(Full with { Workers = workers }, Stop);

        Assert.Equal(workers, (await LoadAsync()).Records["c1"].Workers!);
    }

    [Fact]
    public async Task Words_are_written_in_camel_case_and_instants_in_ISO_8601()
    {
        await (await LoadAsync()).SaveAsync(Full, Stop);
        var json = Assert.Single((await store.ReadAsync("record", Stop)).Documents).Json;
        Assert.Contains("\"stoppedFor\":\"maxUptime\"", json, StringComparison.Ordinal);
        Assert.Contains("\"powerSince\":\"2026-03-02T07:00:00.000000001Z\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("watch", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_save_after_a_load_is_one_write_and_an_unchanged_value_none()
    {
        var state = await LoadAsync();
        await state.SaveAsync(Full, Stop);
        await state.SaveAsync(Full with { Deferred = 4 }, Stop);
        state = await LoadAsync();
        Assert.Equal(2, store.Writes);
        await state.SaveAsync(Full with { Deferred = 4 }, Stop);
        Assert.Equal(2, store.Writes);
        await state.SaveAsync(Full, Stop);
        Assert.Equal(3, store.Writes);
        Assert.Equal(Full, state.Records["c1"]);
    }

    [Fact]
    public async Task A_value_that_somebody_else_saved_is_not_overwritten()
    {
        var (one, other) = (await LoadAsync(), await LoadAsync());
        await one.SaveAsync(Full, Stop);
        await Assert.ThrowsAsync<StateConflictException>(() => other.SaveAsync(Full with { Name = "x" }, Stop));
        Assert.Empty(other.Records);
    }

    [Fact]
    public async Task Clusters_are_saved_side_by_side()
    {
        var state = await LoadAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => state.SaveAsync(Full with { ClusterId = $"{i}" }, Stop))));
        Assert.Equal(200, (await LoadAsync()).Records.Count);
    }

    [Fact]
    public async Task A_removed_hold_is_gone_and_removing_none_is_nothing()
    {
        var state = await LoadAsync();
        await state.SaveAsync(new Hold("c1", HoldState.Up, Now, Now, "ada", "demo"), Stop);
        await state.RemoveHoldAsync("c1", Stop);
        await state.RemoveHoldAsync("c1", Stop);
        Assert.Empty(state.Holds);
        Assert.Empty((await LoadAsync()).Holds);
    }

    [Fact]
    public async Task An_incident_opens_once_and_closes_once()
    {
        var incident = new Incident(EventKind.StartFailed, "c1", Now, "Four tries failed.");
        var state = await LoadAsync();
        Assert.True(await state.OpenAsync(incident, Stop));
        Assert.True(await state.OpenAsync(incident with { ClusterId = null, Since = Now - Duration.FromSeconds(1) }, Stop));
        state = await LoadAsync();
        Assert.False(await state.OpenAsync(incident with { Since = Now + Duration.FromHours(1) }, Stop));
        Assert.Equal([null, "c1"], state.Incidents.Select(i => i.ClusterId));
        Assert.Equal(Now, state.Incidents[1].Since);
        Assert.True(await state.CloseAsync(incident, Stop));
        Assert.False(await state.CloseAsync(incident, Stop));
        Assert.Single((await LoadAsync()).Incidents);
    }
}
