using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>The messages of a morning: which clusters are ready when the window begins, and which starts fail before it.</summary>
public sealed class ReadyMessagesTests : ReceivedMessages
{
    private const string Policies = """
        { 'notify': [ { 'type': 'generic', 'urlSecret': 'hook', 'on': ['ready', 'startFailed'] } ],
          'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
          'rules': [ { 'name': 'dev', 'match': {}, 'schedule': 'office', 'startAhead': '15m' } ] }
        """;

    // Bench.Evening is a Monday.
    private static readonly Instant Morning = Bench.Evening + Duration.FromHours(11);

    [Fact]
    public async Task A_start_that_was_accepted_is_not_a_cluster_that_can_be_used()
    {
        var bench = Create("a", "b");
        Cluster starting = Bench.Running("b") with { State = ClusterState.Starting, StateText = "starting-hopsworks" };

        await RunUntilAsync(bench, Morning - Duration.FromMinutes(5));
        bench.Lists(Bench.Running("a"), starting);
        await RunUntilAsync(bench, Morning + Duration.FromMinutes(5));
        var late = await bench.Lists(Bench.Running("a"), Bench.Running("b")).RunAsync(new("late", "test"));

        Assert.Equal(["ready: 1 of 2 clusters usable at Tue 07:00 (UTC). Not usable: b (starting-hopsworks)."], Told);
        var ready = Assert.Single(ReadySummary.Since(late.Clusters, Morning - Duration.FromDays(1)));
        Assert.Equal((Morning, 1, 2, 2, 0), (ready.At, ready.Usable, ready.Of, ready.Now, ready.Missing.Count));
    }

    [Fact]
    public async Task A_start_that_fails_ahead_of_its_window_is_told_before_the_window_and_one_shortage_is_one_line()
    {
        var bench = Create("a", "b", "c");
        Shortage("a", "b");
        bench.Hopsworks.Setup(h => h.StartAsync("c", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiResult(new ApiFailure(FailureKind.Rejected, "no such cluster")));

        await RunUntilAsync(bench, Morning);
        var before = Told.ToList();
        await RunUntilAsync(bench, Morning + Duration.FromMinutes(5));

        Assert.Equal(3, before.Count(told => told.StartsWith("startFailed: ", StringComparison.Ordinal)));
        Assert.Equal(
            "ready: 0 of 3 clusters usable at Tue 07:00 (UTC). Not usable: c (start failed). AWS eu-north-1 has no capacity for a, b: "
            + "\"InsufficientInstanceCapacity: no m5.2xlarge in eu-north-1a\".", Told.Last());

        void Shortage(params string[] ids)
        {
            foreach (var id in ids)
            {
                bench.Hopsworks.Setup(h => h.StartAsync(id, It.IsAny<CancellationToken>())).ReturnsAsync(new ApiResult(
                    new ApiFailure(FailureKind.Rejected, "InsufficientInstanceCapacity: no m5.2xlarge in eu-north-1a")));
            }
        }
    }

    private Bench Create(params string[] names)
    {
        var bench = On(Policies).Lists([.. names.Select(name => Bench.Stopped(name) with { Cloud = Cloud.Aws, Region = "eu-north-1" })]);
        foreach (var name in names)
        {
            bench.Hopsworks.Setup(h => h.GetClusterAsync(name, It.IsAny<CancellationToken>()))
                .ReturnsAsync(new ApiResult<Cluster>(Bench.Stopped(name), null));
        }
        bench.Hopsworks.Setup(h => h.StartAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done);
        return bench;
    }

    /// <summary>Makes a run every five minutes from now until an instant, exclusive.</summary>
    private static Task RunUntilAsync(Bench bench, Instant end) =>
        RunsAsync(bench, (int)((end - Instant.FromDateTimeOffset(bench.Time.GetUtcNow())).TotalMinutes / 5));
}
