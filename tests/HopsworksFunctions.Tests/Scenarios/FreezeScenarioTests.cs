using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Rules for a freeze in the middle of random events.</summary>
public sealed class FreezeScenarioTests
{
    [Fact]
    public async Task While_it_lasts_nothing_is_sent_and_nothing_announced()
    {
        var (calls, warnings) = (0, 0);
        foreach (var json in RandomScenarios.Sample(ScenarioSize.Days4, 60))
        {
            var events = json["events"]!.AsArray();
            // A lost state also forgets the freeze.
            foreach (var lost in events.Where(e => (string)e!["do"]! == "loseState").ToList())
                events.Remove(lost);
            var from = InstantPattern.ExtendedIso.Parse((string)json["start"]!).Value + Duration.FromHours(30);
            var until = from + Duration.FromHours(24);
            events.Add(new JsonObject { ["at"] = $"{from}", ["do"] = "freeze", ["until"] = $"{until}" });

            var lines = await Lines.OfAsync(RandomScenarios.Read(json));

            Assert.DoesNotContain(lines.Calls, call => from <= call.At && call.At < until);
            Assert.DoesNotContain(
                lines.Notices, told => from <= told.At && told.At < until && told.Notice is { Kind: EventKind.Warn, Over: false });
            calls += lines.Calls.Count(call => call.At >= until && call.Call == "stop" && call.Reason != Reason.HoldDown);
            warnings += lines.Notices.Count(told => told.At >= until && told.Notice is { Kind: EventKind.Warn, Over: false });
        }
        Assert.True(calls > 50 && warnings > 10, $"only {calls} stops and {warnings} warnings came after it");
    }
}
