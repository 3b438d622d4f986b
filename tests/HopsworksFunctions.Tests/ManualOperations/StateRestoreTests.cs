using System.Text;
using System.Text.Json.Nodes;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace HopsworksFunctions.Tests.ManualOperations;

public sealed class StateRestoreTests
{
    private static readonly Requester Anna = new("anna", "HTTP", "request-1");
    private static readonly LocalDate Monday = new(2026, 6, 1);
    private static readonly Instant Earlier = Bench.Evening - Duration.FromHours(12);

    private readonly FakeTimeProvider time = new(Bench.Evening.ToDateTimeOffset());
    private readonly Bench bench;

    public StateRestoreTests() => bench = new() { Time = time, Snapshots = new MemorySnapshotStore(time) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ClusterRecord Record(string id, Instant firstSeen) => new()
    {
        ClusterId = id, Name = $"{id}-name", FirstSeen = firstSeen, Power = PowerState.Down,
    };

    private static Hold HoldOf(string id, int hours) =>
        new(id, HoldState.Up, Earlier, Bench.Evening + Duration.FromHours(hours), "bo", null);

    /// <summary>Saves a snapshot of twelve hours ago: two clusters, two holds of which one has ended, a freeze and an incident.</summary>
    private async Task SaveAsync(LocalDate day, string account = "test", Action<JsonObject>? change = null)
    {
        var state = new MemoryAccountStore(account);
        await state.SaveAsync(Record("a", Earlier - Duration.FromDays(1)), Stop);
        await state.SaveAsync(Record("b", Earlier - Duration.FromDays(1)), Stop);
        await state.SaveAsync(HoldOf("a", 1), Stop);
        await state.SaveAsync(HoldOf("b", -1), Stop);
        await state.SaveAsync(new Freeze(null, Earlier, Hold.Never, "bo", "audit"), Stop);
        await state.OpenAsync(new(EventKind.Limit, null, Earlier, "Too many."), Stop);
        var snapshot = JsonNode.Parse(StateSnapshot.Of(state, account, Earlier).ToJson())!.AsObject();
        change?.Invoke(snapshot);
        await bench.Snapshots!.SaveAsync(day, Encoding.UTF8.GetBytes(snapshot.ToJsonString()), Stop);
    }

    private Task<OperationResult<RestoredState>> RestoreAsync(LocalDate? day = null, bool dryRun = false) =>
        bench.Restore.RestoreAsync(day, Anna, dryRun, Stop);

    private void AssertEmpty()
    {
        Assert.Empty(bench.Store.Records);
        Assert.Empty(bench.Store.Holds);
        Assert.Empty(bench.Store.Freezes);
        Assert.Empty(bench.Store.Incidents);
        Assert.Null(bench.Store.Lost);
    }

    [Fact]
    public async Task Restores_the_latest_snapshot_but_no_hold_that_is_over_and_audits_it()
    {
        await SaveAsync(Monday.PlusDays(-1));
        await SaveAsync(Monday);

        var restored = (await RestoreAsync()).Value!;

        Assert.Equal((Monday, Earlier, 2, 0, 1, 1), (
            restored.Snapshot, restored.TakenAt, restored.Records, restored.Left, restored.Freezes, restored.Incidents));
        Assert.Equal(["a-name"], restored.Holds);
        Assert.Equal(["a", "b"], bench.Store.Records.Keys.Order());
        Assert.Equal(["a"], bench.Store.Holds.Keys);
        Assert.Equal("bo", Assert.Single(bench.Store.Freezes).By);
        Assert.Equal(EventKind.Limit, Assert.Single(bench.Store.Incidents).Kind);
        var entry = Assert.Single(await bench.AuditedAsync());
        Assert.Equal(
            (AuditKind.Restore, "anna",
                "anna restored the state of 2026-06-01T08:00:00Z: 2 records, 1 hold, 1 freeze and 1 incident"),
            (entry.Kind, entry.By, entry.Message));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        await SaveAsync(Monday);

        Assert.Equal((2, true), (await RestoreAsync(dryRun: true)).Value is { } would ? (would.Records, would.Changed) : default);
        AssertEmpty();
        Assert.Empty(await bench.AuditedAsync());
    }

    [Theory]
    [InlineData("schema", "3", "The snapshot of 2026-06-01 has schema 3, but this version of the app reads up to 2; deploy the newer "
        + "version. Nothing was restored.")]
    [InlineData("account", "\"prod\"", "The snapshot of 2026-06-01 is of the account 'prod', not of 'test'. Nothing was restored.")]
    [InlineData("incidents", "7", "The snapshot of 2026-06-01 is damaged: It has no list 'incidents'. Nothing was restored.")]
    public async Task A_snapshot_that_cannot_be_used_is_refused_whole(string member, string json, string expected)
    {
        await SaveAsync(Monday, change: snapshot => snapshot[member] = JsonNode.Parse(json));

        var refused = (await RestoreAsync()).Error!;

        Assert.Equal((OperationErrorKind.UnusableSnapshot, expected, "snapshot"), (refused.Kind, refused.Message, refused.Field));
        AssertEmpty();
        Assert.Empty(await bench.AuditedAsync());
    }

    [Fact]
    public async Task A_day_without_one_is_refused_with_those_that_there_are()
    {
        Assert.Equal("There is no snapshot to restore. There is none.", (await RestoreAsync()).Error!.Message);
        await SaveAsync(Monday);

        Assert.Equal(
            new(OperationErrorKind.UnknownSnapshot,
                "There is no snapshot of 2026-05-30 to restore. There is one of 2026-06-01.", "snapshot"),
            (await RestoreAsync(new(2026, 5, 30))).Error);
    }

    [Fact]
    public async Task A_state_that_is_not_lost_is_left_alone()
    {
        await SaveAsync(Monday);
        await bench.Store.SaveAsync(Record("c", Bench.Evening), Stop);

        var refused = (await RestoreAsync()).Error!;

        Assert.Equal(
            (OperationErrorKind.StateNotEmpty, "The state of 'test' is not lost: it has 1 record and 0 holds. A snapshot can only be "
                + "restored into an account without any."), (refused.Kind, refused.Message));
        Assert.Equal(["c"], bench.Store.Records.Keys);
    }

    [Fact]
    public async Task Of_a_lost_state_what_people_did_since_stays_and_what_the_app_knew_before_too()
    {
        await SaveAsync(Monday);
        await bench.Store.SetLostAsync(new(Monday, Bench.Evening), Stop);
        await bench.Store.SaveAsync(Record("a", Bench.Evening) with { Handled = Bench.Evening }, Stop);
        await bench.Store.SaveAsync(Record("b", Earlier - Duration.FromHours(1)), Stop);
        await bench.Store.SaveAsync(Record("new", Bench.Evening), Stop);
        await bench.Store.SaveAsync(HoldOf("a", 3), Stop);
        await bench.Store.SaveAsync(bench.Store.Lost!.Freeze, Stop);

        var restored = (await RestoreAsync()).Value!;

        Assert.Equal((1, 1, 1), (restored.Records, restored.Left, restored.Freezes));
        Assert.Empty(restored.Holds);
        Assert.Equal(HoldOf("a", 3), bench.Store.Holds["a"]);
        Assert.Equal(Earlier - Duration.FromDays(1), bench.Store.Records["a"].FirstSeen);
        Assert.Equal(Earlier - Duration.FromHours(1), bench.Store.Records["b"].FirstSeen);
        Assert.Equal(["a", "b", "new"], bench.Store.Records.Keys.Order());
        Assert.Equal("bo", Assert.Single(bench.Store.Freezes).By);
        Assert.Null(bench.Store.Lost);
    }

    [Fact]
    public async Task By_default_it_is_the_one_from_before_the_loss()
    {
        await SaveAsync(Monday.PlusDays(-1));
        await SaveAsync(Monday);
        await bench.Store.SetLostAsync(new(Monday.PlusDays(-1), Bench.Evening), Stop);

        Assert.Equal(Monday.PlusDays(-1), (await RestoreAsync()).Value!.Snapshot);
    }

    [Fact]
    public async Task A_lost_state_can_be_kept_as_it_is()
    {
        Assert.False((await bench.Restore.KeepAsync(Anna, dryRun: false, Stop)).Value!.Changed);
        await bench.Store.SetLostAsync(new(Monday, Bench.Evening), Stop);
        await bench.Store.SaveAsync(bench.Store.Lost!.Freeze, Stop);

        Assert.True((await bench.Restore.KeepAsync(Anna, dryRun: true, Stop)).Value!.Changed);
        Assert.NotNull(bench.Store.Lost);
        Assert.True((await bench.Restore.KeepAsync(Anna, dryRun: false, Stop)).Value!.Changed);

        AssertEmpty();
        Assert.Equal(
            "anna kept the state that the app has made since 2026-06-01T20:00:00Z, when the earlier one was lost",
            Assert.Single(await bench.AuditedAsync()).Message);
    }

    [Fact]
    public async Task Waits_for_a_run_in_progress_and_then_gives_up()
    {
        await SaveAsync(Monday);
        await using var run = (await bench.Leases.TryAcquireAsync("timer run r", Stop)).Lease;
        time.AutoAdvanceAmount = TimeSpan.FromSeconds(11);

        var refused = (await RestoreAsync()).Error!;

        Assert.Equal(OperationErrorKind.AnotherRun, refused.Kind);
        Assert.StartsWith("timer run r has been in progress since ", refused.Message, StringComparison.Ordinal);
        AssertEmpty();
    }
}
