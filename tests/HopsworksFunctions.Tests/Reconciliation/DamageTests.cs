using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Tests.Reconciliation;

public sealed class DamageTests
{
    private readonly MemoryDocumentStore store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Bench Create() =>
        new Bench { Accounts = new DocumentAccountStore(store, "test", NullLogger<DocumentAccountStore>.Instance) }.Lists(Bench.Dev1)
        .AnswersStop("dev-1");

    private static IEnumerable<(EventKind, string?, bool)> Told(RunReport report) =>
        report.Notices.Select(n => (n.Kind, n.ClusterId, n.Over));

    [Fact]
    public async Task A_cluster_whose_hold_cannot_be_read_is_kept_as_it_is_until_the_hold_is_released()
    {
        var bench = Create();
        await store.WriteAsync("hold", "dev-1", "null", null, Stop);

        var (first, second) = (await bench.RunAsync(), await bench.RunAsync());

        Assert.All([first, second], report =>
            Assert.Equal(
            (ClusterAction.None, Reason.HoldDamaged), (report.Clusters[0].Decision.Action, report.Clusters[0].Decision.Reason)));
        Assert.Equal([(EventKind.State, "dev-1", false)], Told(first));
        Assert.StartsWith(
            "The stored hold for 'dev-1' cannot be read by this version: ", first.Notices[0].Message, StringComparison.Ordinal);
        Assert.Empty(second.Notices);

        var released = await bench.Holds.ReleaseAsync("dev-1", new("anna", "HTTP", "request-1"), dryRun: false, Stop);
        var third = await bench.Lists(Bench.Dev1).RunAsync();

        Assert.True(released.Value!.Changed);
        Assert.Equal([(EventKind.State, "dev-1", true)], Told(third));
        Assert.Equal(ActionOutcome.Accepted, third.Clusters[0].Done);
        bench.StopsOnce("dev-1");
    }

    [Fact]
    public async Task A_new_hold_takes_the_place_of_one_that_cannot_be_read()
    {
        var bench = Create();
        await store.WriteAsync("hold", "dev-1", "null", null, Stop);

        await bench.Holds.SetAsync(
            "dev-1", new(HoldState.Up, HoldEnd.Parse("2h")!, null), new("anna", "HTTP", "request-1"), dryRun: false, Stop);

        Assert.Equal(Reason.Held, (await bench.RunAsync()).Clusters[0].Decision.Reason);
    }

    [Theory]
    [InlineData("account", null)]
    [InlineData("rule:dev", "dev")]
    public async Task A_freeze_that_cannot_be_read_lasts_until_someone_ends_it(string key, string? rule)
    {
        var bench = Create();
        await store.WriteAsync("freeze", key, "null", null, Stop);

        var (first, second) = (await bench.RunAsync(), await bench.RunAsync());
        await bench.Freezes.EndAsync(rule, new("anna", "HTTP", "request-1") { MayUnfreeze = true }, dryRun: false, Stop);
        var third = await bench.RunAsync();

        Assert.All([first, second], report => Assert.Equal(Reason.Frozen, report.Clusters[0].Decision.Reason));
        Assert.Equal([(EventKind.State, null, false), (EventKind.Freeze, null, false)], Told(first));
        Assert.EndsWith("It stays in force until you unfreeze it.", first.Notices[0].Message, StringComparison.Ordinal);
        Assert.Equal([(EventKind.State, null, true), (EventKind.Freeze, null, true)], Told(third));
        Assert.Equal(ActionOutcome.Accepted, third.Clusters[0].Done);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_set_aside_told_of_and_the_cluster_is_at_first_sight()
    {
        var bench = Create();
        await store.WriteAsync("record", "dev-1", "null", null, Stop);
        await store.WriteAsync("record", "long-gone", "null", null, Stop);

        var (first, second, third) = (await bench.RunAsync(), await bench.RunAsync(), await bench.RunAsync());

        Assert.Equal([(EventKind.State, "dev-1", false), (EventKind.State, "long-gone", false)], Told(first));
        Assert.Equal([(EventKind.State, "dev-1", true), (EventKind.State, "long-gone", true)], Told(second).OrderBy(n => n.Item2));
        Assert.Empty(third.Notices);
        Assert.Equal(ActionOutcome.Accepted, first.Clusters[0].Done);
        Assert.Equal(
            [AuditKind.Incident, AuditKind.Incident, AuditKind.IncidentResolved, AuditKind.IncidentResolved],
            (await bench.AuditedAsync()).Where(e => e.Kind is AuditKind.Incident or AuditKind.IncidentResolved).Select(e => e.Kind));
    }

    [Fact]
    public async Task Damage_that_concerns_no_cluster_is_one_notice()
    {
        var bench = Create();
        await store.WriteAsync("runs", "recent", "null", null, Stop);
        await store.WriteAsync("incident", "limit", "null", null, Stop);

        var first = await bench.RunAsync();

        Assert.Equal([(EventKind.State, null, false)], Told(first));
        Assert.Contains("The stored incident 'limit'", first.Notices[0].Message, StringComparison.Ordinal);
        Assert.Contains("The stored runs 'recent'", first.Notices[0].Message, StringComparison.Ordinal);
        Assert.Equal([(EventKind.State, null, true)], Told(await bench.RunAsync()));
    }

    [Fact]
    public async Task A_look_tells_and_moves_nothing()
    {
        var bench = Create();
        await store.WriteAsync("record", "dev-1", "null", null, Stop);

        var report = await bench.RunAsync(new("r", "test", RunMode.Plan));

        Assert.Equal([(EventKind.State, "dev-1", false)], Told(report));
        Assert.Single((await store.ReadAsync("record", Stop)).Documents);
        Assert.Empty(await bench.AuditedAsync());
    }
}
