using BenchmarkDotNet.Attributes;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Benchmarks;

/// <summary>The simulation of twenty clusters for a year in steps of five minutes: at most a second.</summary>
/// <remarks>In the first twenty rounds or so, most of the time goes to code that is still being compiled.</remarks>
[WarmupCount(20), IterationCount(15)]
public class SimulationBenchmarks
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    private readonly Scenario scenario = new(
        PolicyFile.Parse("""
            { "timeZone": "Europe/Stockholm",
              "schedules": { "office": { "up": ["mon-fri 07:00-19:00"] }, "nights": { "up": ["mon-fri 22:00-06:00"] } },
              "rules": [ { "name": "dev", "match": { "name": "dev-*" }, "schedule": "office" }, { "name": "train", "match": { "name": "train-*" }, "schedule": "nights" } ] }
            """u8).Policies!,
        Start, Start + Duration.FromDays(365), Duration.FromMinutes(5), Duration.FromMinutes(6), Duration.FromMinutes(4),
        [.. Enumerable.Range(0, 20).Select(n => new EmulatedCluster
        {
            Id = $"{n}", Name = $"{(n % 2 == 0 ? "dev" : "train")}-{n}", CreatedOn = Start.ToDateTimeOffset().AddDays(-90),
                StartedOn = Start.ToDateTimeOffset().AddDays(-1),
        })],
        []);

    [Benchmark]
    public async Task<object> TwentyClusterYears() => await Simulator.RunAsync(scenario, new NoOutput(), default);

    internal sealed class NoOutput : ISimulationOutput
    {
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
