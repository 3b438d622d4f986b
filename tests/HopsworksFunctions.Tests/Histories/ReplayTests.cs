using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Backtests;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace HopsworksFunctions.Tests.Histories;

/// <summary>Months simulated with the real engine, and replayed from their history.</summary>
public sealed class ReplayTests
{
    private static readonly Duration Tick = Duration.FromMinutes(10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_policies_that_were_in_force_make_what_happened_of_its_history()
    {
        var (changes, differing) = (0, 0);
        for (var seed = 0; seed < 100; seed++)
        {
            var history = await LiveAsync(new RandomMonth(seed).Scenario(30));
            var scenario = HistoryScenario.Of(history, null);
            var again = await PlayAsync(scenario);
            foreach (var cluster in history.Clusters)
            {
                var (before, after) = (Changes(cluster.Power), Changes(again[cluster.Id].Power));
                if (Same(before, after) is var same && (same < before.Count || same < after.Count))
                    Assert.Fail($"Month {seed}, {cluster.Id}: as it was {Text(before, same)}; again {Text(after, same)}");
                changes += before.Count;
            }
            RandomMonth.Shift(scenario, 1);
            var shifted = await PlayAsync(scenario);
            differing += history.Clusters.Any(cluster =>
                Changes(cluster.Power) is var before && Same(before, Changes(shifted[cluster.Id].Power)) < before.Count) ? 1 : 0;
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{changes} starts and stops in 100 months");
        Assert.InRange(changes, 5_000, int.MaxValue);
        Assert.Equal(100, differing);
    }

    /// <summary>Returns how many of the first changes are the same, within a tick.</summary>
    private static int Same(List<PowerStep> before, List<PowerStep> after) => before.Zip(after).TakeWhile(
        pair => pair.First.State == pair.Second.State && Distance(pair.First.At, pair.Second.At) <= Tick).Count();

    private static string Text(List<PowerStep> changes, int same) =>
        string.Join(", ", changes.Skip(same).Take(4).Select(step => $"{step.At} {step.State} {step.Cause}"));

    /// <summary>Returns starts and stops. A cluster started and stopped between two runs was down before and after.</summary>
    private static List<PowerStep> Changes(IReadOnlyList<PowerStep> power)
    {
        var known = power.Where(step => step.State is KnownPower.Up or KnownPower.Down).ToList();
        return [.. known.Where((step, i) => i > 0 && step.State != known[i - 1].State)];
    }

    private static Task<IReadOnlyDictionary<string, ReplayedCluster>> PlayAsync(JsonObject text) =>
        Replay.OfAsync(Read(text), people: false, _ => { }, Stop);

    private static Duration Distance(Instant one, Instant other) => Duration.Max(one - other, other - one);

    /// <summary>Simulates a scenario, and reads its history as a command would.</summary>
    private static async Task<FleetHistory> LiveAsync(JsonObject text)
    {
        var scenario = Read(text);
        var documents = new MemoryDocumentStore();
        var kept = new SimulatedHistory(
            new("test"), new(documents, Duration.FromDays(90)), new(documents, Duration.FromDays(90)));
        var audit = new MemoryAuditLog();
        await KeepTextsAsync(text, scenario, kept.Policies);
        await Simulator.RunAsync(scenario, new EveryTick(), Stop, audit, kept: kept);
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("ReconcileSchedule", "0 */10 * * * *")]).Build();
        var reader = new FleetHistoryReader(
            kept.Account, new(audit, null), kept.Activity, kept.Policies, settings, new FakeTimeProvider(scenario.End.ToDateTimeOffset()));
        var history = await reader.ReadAsync(scenario.Start, scenario.End, Stop);
        return JsonSerializer.Deserialize<FleetHistory>(JsonSerializer.Serialize(history, HttpJson.Options), HttpJson.Options)!;
    }

    private static Scenario Read(JsonObject text)
    {
        var (scenario, problems) = ScenarioFile.Parse(Encoding.UTF8.GetBytes(text.ToJsonString()), ".");
        Assert.True(scenario is not null, string.Join('\n', problems));
        return scenario;
    }

    /// <summary>Stores the policy texts, because simulations have no policy source to do so.</summary>
    private static async Task KeepTextsAsync(JsonObject text, Scenario scenario, PolicyHistory history)
    {
        var versions = scenario.Events.OfType<ScenarioEvent.NewPolicies>().Select(e => e.Parse.Policies!.Version)
            .Prepend(scenario.Policies.Version);
        var texts = text["events"]!.AsArray().Select(e => e!["policies"]).Prepend(text["policies"]).OfType<JsonObject>();
        foreach (var (version, policies) in versions.Zip(texts))
            await history.KeepTextAsync(version, policies.ToJsonString(), Stop);
    }

    /// <summary>Needs every tick, because a skipped run is missing from the history.</summary>
    private sealed class EveryTick : ISimulationOutput
    {
        public bool NeedsEveryTick => true;

        public void Write(SimulatedCall call)
        {
        }

        public void Write(Instant at, Notice notice)
        {
        }

        public void Refused(Instant at, string message)
        {
        }

        public void Seen(Instant at, EmulatedControlPlane controlPlane)
        {
        }
    }
}
