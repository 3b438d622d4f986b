using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Tests.Scenarios;
using NodaTime;

namespace HopsworksFunctions.Tests.Reports.Savings;

/// <summary>The saved hours that runs add up, compared with what the ledger counts from the audit log of the same runs.</summary>
public sealed class SavedHoursTests
{
    private static readonly AuditKind[] Counted = [AuditKind.CameUp, AuditKind.WentDown, AuditKind.ClusterDeleted, AuditKind.Start];

    private static readonly ScenarioSize Week = new("week", 7, 0, 5, 25, Instant.FromUtc(2026, 3, 26, 0, 0));

    [Fact]
    public async Task A_week_of_runs_adds_up_to_what_the_ledger_counts()
    {
        var total = 0d;
        // No cluster is set to another state: until it leaves such a state, the ledger counts hours that runs do not.
        foreach (var scenario in RandomScenarios.Sample(Week, 20))
        {
            var (runs, ledger) = await PlayAsync(Without(scenario, "crash", "loseState", "set"));

            Assert.Equal(ledger, runs, 6);
            total += runs;
        }
        Assert.True(total > 3000, $"hardly anything was saved: {total}");
    }

    [Fact]
    public async Task Whatever_happens_runs_claim_no_more_than_the_ledger()
    {
        // No state is lost, because the ledger would then drop hours that runs have counted.
        foreach (var scenario in RandomScenarios.Sample(Week with { MostEvents = 40 }, 20))
        {
            var (runs, ledger) = await PlayAsync(Without(scenario, "loseState"));

            Assert.True(runs <= ledger + 1e-6, $"{runs} > {ledger}: {scenario.ToJsonString()}");
        }
    }

    private static JsonObject Without(JsonObject scenario, params string[] events)
    {
        foreach (var happening in scenario["events"]!.AsArray().Where(e => events.Contains((string)e!["do"]!)).ToList())
            scenario["events"]!.AsArray().Remove(happening);
        return scenario;
    }

    private static async Task<(double Runs, double Ledger)> PlayAsync(JsonObject scenario)
    {
        var (log, runs, until) = (new MemoryAuditLog(), 0d, Instant.MinValue);
        var output = new Lines { NeedsEveryTick = true };
        await Simulator.RunAsync(RandomScenarios.Read(scenario), output, TestContext.Current.CancellationToken, log, report =>
        {
            runs += SavedHours.Of(report);
            until = report.Outcome is RunOutcome.Ok or RunOutcome.Partial ? report.StartedAt : until;
        });
        var page = await log.ReadAsync(new(Limit: int.MaxValue - 1) { Kinds = Counted }, TestContext.Current.CancellationToken);
        var totals = SavingsTotals.Of(DownTime.Of(page.Entries.Reverse(), until), new Dictionary<Machine, Rate>());
        return (runs, (double)totals.NodeHours);
    }
}
