using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>What must hold whatever happens.</summary>
public sealed class RandomScenarioTests
{
    private static readonly Lazy<Task<List<(Scenario Scenario, Lines Lines)>>> Played = new(PlayAsync);

    [Fact]
    public Task No_protected_or_unmanaged_cluster_is_ever_called_and_limits_hold() => ForAllAsync((scenario, lines) =>
    {
        Assert.All(lines.Calls, call => Assert.True(scenario.Policies.Rules.Single(rule => rule.Name == call.Rule) is { Protect: false, Manage: true }));
        Assert.All(
            lines.Calls.Where(call => call.Call == "stop").GroupBy(call => call.At.Minus(scenario.Start).TotalTicks / scenario.Tick.TotalTicks),
            tick => Assert.True(tick.Count() <= scenario.Policies.Limits.MaxStopsPerRun));
    });

    [Fact]
    public Task No_cluster_is_stopped_under_a_hold_that_keeps_it() => ForAllAsync((scenario, lines) => Assert.All(lines.Calls, call =>
    {
        if (HoldAt(scenario, call.Cluster, call.At) is { State: var state })
            Assert.Equal(state switch { HoldState.Up => "start", HoldState.Down => "stop", HoldState.AsIs => "nothing" }, call.Call);
    }));

    [Fact]
    public Task No_new_cluster_is_stopped_or_started_but_by_a_hold() => ForAllAsync((scenario, lines) => Assert.All(lines.Calls, call =>
    {
        var created = scenario.Clusters.Single(cluster => cluster.Id == call.Cluster).CreatedOn;
        Assert.True(call.Reason is Reason.HoldUp or Reason.HoldDown || call.At >= Instant.FromDateTimeOffset(created) + Duration.FromHours(2));
    }));

    [Fact]
    public Task Nothing_is_sent_twice_within_its_watch_unless_the_first_failed_or_somebody_undid_it() => ForAllAsync((scenario, lines) =>
    {
        foreach (var calls in lines.Calls.GroupBy(call => call.Cluster))
        {
            foreach (var (first, second) in calls.Zip(calls.Skip(1)))
            {
                var undone = scenario.Events.Any(e => e.At >= first.At && e.At <= second.At && e is ScenarioEvent.ByHand or ScenarioEvent.Change or ScenarioEvent.LoseState);
                Assert.False(first.Accepted && !undone && first.Call == second.Call && second.At < first.At + Duration.FromMinutes(30), $"{first} and {second}");
            }
        }
    });

    [Fact]
    public Task Every_incident_begins_once_and_is_over_once() => ForAllAsync((scenario, lines) =>
    {
        var open = new HashSet<(EventKind, string?)>();
        var lost = scenario.Events.OfType<ScenarioEvent.LoseState>().Select(e => e.At).Concat(scenario.Events.OfType<ScenarioEvent.Crash>().Select(e => e.At)).Append(scenario.End).Min();
        foreach (var (at, notice) in lines.Notices.Where(n => n.At < lost && n.Notice.Kind != EventKind.Warn))
            Assert.True(notice.Over ? open.Remove((notice.Kind, notice.ClusterId)) : open.Add((notice.Kind, notice.ClusterId)), $"{at} {notice}");
    });

    [Fact]
    public Task Actions_reach_only_clusters_that_can_take_them() => ForAllAsync((scenario, lines) =>
        Assert.DoesNotContain(lines.Calls, call => !call.Accepted && !scenario.Events.Any(e => e is ScenarioEvent.GoWrong && e.At <= call.At)));

    [Fact]
    public async Task The_same_scenario_plays_the_same()
    {
        foreach (var json in RandomScenarios.Sample(quiet: false, 30))
            Assert.Equal((await Lines.OfAsync(RandomScenarios.Read(json))).All, (await Lines.OfAsync(RandomScenarios.Read(json))).All);
    }

    [Fact]
    public async Task Ticks_of_five_and_seven_minutes_come_to_the_same_where_nothing_happens()
    {
        foreach (var json in RandomScenarios.Sample(quiet: true, 60))
        {
            // Idleness and uptime count from ticks, and limits block by how many stops fall together.
            foreach (var rule in json["policies"]!["rules"]!.AsArray().Cast<JsonObject>())
            {
                rule.Remove("idle");
                rule.Remove("maxUptime");
            }
            json["policies"]!.AsObject().Remove("limits");
            Assert.Equal(await FinalAsync(json, "5m"), await FinalAsync(json, "7m"));
        }
    }

    private static async Task<string> FinalAsync(JsonObject json, string tick)
    {
        var copy = (JsonObject)json.DeepClone();
        copy["tick"] = tick;
        var states = "";
        await Lines.OfAsync(RandomScenarios.Read(copy), (_, plane) => states = string.Join(' ', plane.List().Select(c => $"{c.Id}:{c.State is ClusterStates.Stopped}")));
        return states;
    }

    private static async Task ForAllAsync(Action<Scenario, Lines> holds)
    {
        foreach (var (scenario, lines) in await Played.Value)
            holds(scenario, lines);
    }

    private static async Task<List<(Scenario Scenario, Lines Lines)>> PlayAsync()
    {
        var played = new List<(Scenario Scenario, Lines Lines)>();
        foreach (var scenario in RandomScenarios.Sample(quiet: false, 150).Select(RandomScenarios.Read))
            played.Add((scenario, await Lines.OfAsync(scenario)));
        Assert.True(played.Sum(p => p.Lines.Calls.Count) > 1000);
        return played;
    }

    /// <summary>The hold in force, by the scenario's own events; null too where it was lost.</summary>
    private static ScenarioEvent.SetHold? HoldAt(Scenario scenario, string cluster, Instant at)
    {
        var latest = scenario.Events.LastOrDefault(e => e.At <= at && e switch
        {
            ScenarioEvent.SetHold hold => hold.Cluster == cluster,
            ScenarioEvent.Release release => release.Cluster == cluster,
            ScenarioEvent.LoseState => true,
            _ => false,
        });
        return latest is ScenarioEvent.SetHold { Until: HoldEnd.After after } held && at < held.At + after.Duration ? held : null;
    }
}
