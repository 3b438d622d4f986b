using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Runs;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Effects of a scenario's events on the clusters, the ticks and the clock, whatever the policies decide.</summary>
public sealed class ScenarioHappeningTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 6, 1, 12, 0);

    [Fact]
    public async Task Tags_and_workers_that_are_set_take_the_place_of_all_there_were()
    {
        var (clusters, _) = await PlayAsync(
            """
            { "at": "2026-06-01T12:07:00Z", "do": "set", "cluster": "a",
              "tags": {}, "workers": [{ "instanceType": "n", "count": 3 }] }
            """);

        Assert.Equal(("env", 6), (clusters[1].Tags.Single().Name, clusters[1].Workers.Sum(w => w.Count)));
        Assert.Empty(clusters[2].Tags);
        Assert.Equal([("n", 3)], clusters[2].Workers.Select(w => (w.InstanceType, w.Count)));
    }

    [Theory]
    [InlineData(1, "m2 s1 s2")]
    [InlineData(3, "m2 s1")]
    [InlineData(9, "m2")]
    public async Task A_spot_loss_takes_spot_workers_alone_and_the_groups_that_it_empties(int count, string left)
    {
        var (clusters, _) = await PlayAsync(
            $$"""{ "at": "2026-06-01T12:07:00Z", "do": "spotLoss", "cluster": "a", "count": {{count}} }""");

        Assert.Equal("m2 s2 s2", Text(clusters[1]));
        Assert.Equal(left, Text(clusters[2]));
        Assert.Equal("running", clusters[2].State);
    }

    [Fact]
    public async Task A_stop_by_hand_deletes_the_workers()
    {
        var (clusters, _) = await PlayAsync("""{ "at": "2026-06-01T12:07:00Z", "do": "stop", "cluster": "a" }""");

        Assert.Equal(("running", "m2 s2 s2"), (clusters[1].State, Text(clusters[1])));
        Assert.Equal(("stopped", ""), (clusters[2].State, Text(clusters[2])));
    }

    [Fact]
    public async Task Jitter_delays_ticks_alone_each_by_its_own_part_and_each_time_by_the_same()
    {
        const string Jitter = """{ "at": "2026-06-01T12:07:00Z", "do": "jitter", "upTo": "3s" }""";

        var (_, runs) = await PlayAsync(Jitter);

        var late = runs.Select((run, i) => run.StartedAt - (Noon + Duration.FromMinutes(5 * i))).ToList();
        Assert.All(late[..2], delay => Assert.Equal(Duration.Zero, delay));
        Assert.All(late[2..], delay => Assert.InRange(delay, Duration.Zero, Duration.FromSeconds(3)));
        Assert.True(late[2..^1].Distinct().Count() > 8);
        Assert.Equal(runs.Select(r => r.StartedAt), (await PlayAsync(Jitter)).Runs.Select(r => r.StartedAt));
    }

    [Theory]
    [InlineData("15d", 15)]
    [InlineData("-15d", -15)]
    [InlineData("0s", 0)]
    public async Task A_wrong_clock_is_the_process_s_alone(string by, int days)
    {
        var (clusters, runs) = await PlayAsync(
            """{ "at": "2026-06-01T12:03:00Z", "do": "clock", "by": "1h" }""",
            $$"""{ "at": "2026-06-01T12:07:00Z", "do": "clock", "by": "{{by}}" }""",
            """{ "at": "2026-06-01T12:08:00Z", "do": "stop", "cluster": "a" }""");

        Assert.Equal(Noon + Duration.FromMinutes(65), runs[1].StartedAt);
        Assert.Equal(Noon + Duration.FromMinutes(10) + Duration.FromDays(days), runs[2].StartedAt);
        Assert.Equal(["running", "stopped"], clusters[1..3].Select(c => c.State));
    }

    private static string Text(EmulatedCluster cluster) => string.Join(' ', cluster.Workers.Select(w => $"{w.InstanceType}{w.Count}"));

    private static async Task<(List<EmulatedCluster> Clusters, List<RunReport> Runs)> PlayAsync(params string[] events)
    {
        var scenario = RandomScenarios.Read((JsonObject)JsonNode.Parse($$"""
            { "policies": { "rules": [{ "name": "none", "match": {}, "manage": false }] },
              "start": "2026-06-01T12:00:00Z", "end": "2026-06-01T13:00:00Z",
              "clusters": [{ "id": "a", "state": "running", "tags": { "env": "prod" },
                             "workers": [{ "instanceType": "m", "count": 2 }, { "instanceType": "s", "count": 2, "spotInfo": {} },
                                         { "instanceType": "s", "count": 2, "spotInfo": { "maxPrice": 60 } }] }],
              "events": [{{string.Join(',', events)}}] }
            """)!);
        var (clusters, runs) = (new List<EmulatedCluster>(), new List<RunReport>());
        var output = new Lines { NeedsEveryTick = true, OnSeen = (_, plane) => clusters.Add(plane.List().Single()) };
        await Simulator.RunAsync(scenario, output, TestContext.Current.CancellationToken, finished: runs.Add);
        return (clusters, runs);
    }
}
