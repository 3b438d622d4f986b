using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>Audit entries about clusters that come up, go down and vanish. Runs are at 20:00, 20:05, and so on.</summary>
public sealed class SightingTests
{
    private static readonly Cluster Up = Bench.Dev1 with
    {
        Cloud = Cloud.Azure,
        Region = "northeurope",
        Head = new("head", "Standard_D8_v3", 512, 1),
        Workers = [new("Standard_D4_v3", 256, 2), new("Standard_D4_v3", 256, 1, new(50, true))],
        RonDB = [new("ndbd", "Standard_D4s_v4", 512, 1)],
        Autoscale = new("Standard_D4_v3", 256, 1, 8, 0.5, Duration.FromMinutes(5)),
    };
    private static readonly Cluster Down = Up with
    {
        State = ClusterState.Stopped,
        StateText = "stopped",
        ActivationState = ActivationState.Startable,
        Workers = []
    };
    private static readonly Cluster Moving = Bench.Stopping("dev-1");

    /// <summary>Returns a bench with a rule that leaves dev-1 as it is.</summary>
    private static Bench Watching() =>
        new() { Policies = new(Policies.PolicyText.Valid("{ 'rules': [ { 'name': 'rest', 'match': {}, 'manage': false } ] }"), null) };

    private static async Task<List<AuditEntry>> RunsAsync(Bench bench, params Cluster[][] listings)
    {
        foreach (var listing in listings)
        {
            await bench.Lists(listing).RunAsync();
            bench.Time.Advance(TimeSpan.FromMinutes(5));
        }
        return [.. (await bench.Audit.ReadAsync(new() { Kinds = [AuditKind.CameUp, AuditKind.WentDown, AuditKind.ClusterDeleted] },
            TestContext.Current.CancellationToken)).Entries.Reverse()];
    }

    private static Instant Evening(int minute) => Bench.Evening + Duration.FromMinutes(minute);

    private static IEnumerable<(AuditKind, Cause?, Instant?)> Told(IEnumerable<AuditEntry> entries) =>
        entries.Select(e => (e.Kind, e.Cause, e.Left));

    [Fact]
    public async Task A_cluster_is_told_of_at_first_sight_and_then_only_when_it_changes()
    {
        var entries = await RunsAsync(Watching(), [Up], [Up], [Down], [Down], [Up]);

        Assert.Equal(
            [(AuditKind.CameUp, Cause.Unknown, null), (AuditKind.WentDown, Cause.Manual, Evening(5)),
                (AuditKind.CameUp, Cause.Manual, Evening(15))],
            Told(entries));
        Assert.Equal([Evening(0), Evening(10), Evening(20)], entries.Select(e => e.At));
        Assert.Equal(["dev-1 was first seen, running", "dev-1 was stopped manually", "dev-1 was started manually"],
            entries.Select(e => e.Message));
    }

    [Fact]
    public async Task A_stop_of_ours_is_told_with_what_the_cluster_consisted_of()
    {
        var entries = await RunsAsync(new Bench().AnswersStop("dev-1"), [Up], [Moving], [Down]);

        var down = entries[^1];
        Assert.Equal((AuditKind.WentDown, Cause.Policy, Evening(0), "dev", Reason.WindowEnd, Evening(10)),
            (down.Kind, down.Cause, down.Left, down.Rule, down.Reason, down.At));
        Assert.Equivalent(
            new NodeList(
                Cloud.Azure, "northeurope", false,
                [new("head", "Standard_D8_v3", 1, 512), new("ndbd", "Standard_D4s_v4", 1, 512), new("worker", "Standard_D4_v3", 2, 256),
                    new("worker", "Standard_D4_v3", 1, 256, Spot: true)],
                new("Standard_D4_v3", 1)),
            down.Nodes, strict: true);
    }

    [Fact]
    public async Task A_start_by_hand_counts_from_when_the_cluster_was_last_seen_stopped_however_long_it_takes()
    {
        var entries = await RunsAsync(Watching(), [Down], [Down], [Moving], [Moving], [Moving], [Up]);

        Assert.Equal((AuditKind.CameUp, Cause.Manual, Evening(5)), Told(entries).Last());
    }

    [Fact]
    public async Task A_start_that_comes_to_nothing_is_told_since_the_cluster_may_have_run()
    {
        var entries = await RunsAsync(Watching(), [Up], [Down], [Moving], [Moving], [Down], [Down]);

        Assert.Equal((AuditKind.WentDown, Cause.Unknown, Evening(5)), Told(entries).Last());
        Assert.Equal(3, entries.Count);
    }

    [Fact]
    public async Task Work_on_a_running_cluster_is_not_told() =>
        Assert.Single(await RunsAsync(Watching(), [Up], [Moving], [Up]));

    [Fact]
    public async Task A_failed_run_has_seen_nothing()
    {
        var bench = Watching();
        await RunsAsync(bench, [Up, Bench.Running("dev-2")]);
        bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiFailure(FailureKind.Unavailable, "no answer", 503));
        await bench.RunAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(5));

        var entries = await RunsAsync(bench, [Down, Bench.Running("dev-2")]);

        Assert.Equal((AuditKind.WentDown, Cause.Manual, Evening(0)), Told(entries).Last());
    }

    [Fact]
    public async Task A_cluster_that_is_listed_no_longer_is_told_once_and_seen_anew_when_it_is_back()
    {
        var other = Bench.Running("dev-2");

        var entries = await RunsAsync(Watching(), [Down, other], [other], [other], [Down, other]);

        Assert.Equal(
            [(AuditKind.WentDown, Cause.Unknown, null), (AuditKind.ClusterDeleted, null, Evening(0)),
                (AuditKind.WentDown, Cause.Unknown, null)],
            Told(entries.Where(e => e.ClusterId == "dev-1")));
    }

    [Fact]
    public async Task What_changes_between_the_listing_and_the_stop_is_told_too()
    {
        var bench = new Bench().Lists(Up).Reads(Down);

        await bench.RunAsync();
        var entries = await RunsAsync(bench, [Down]);

        Assert.Equal([AuditKind.CameUp, AuditKind.WentDown], entries.Select(e => e.Kind));
    }
}
