using System.Globalization;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Reports.Savings;

/// <summary>A month in Stockholm with its clock change on the 29th. docs/savings.md works out the same figures by hand.</summary>
public sealed class MarchTests
{
    private static readonly NodeList Dev = Nodes(
        Cloud.Azure, "northeurope", null, new("head", "Standard_D8_v3", 1, 512), new("ndbd", "Standard_D4s_v4", 1, 512),
        new("worker", "Standard_D8_v3", 2, 256));
    private static readonly NodeList Demo = Nodes(
        Cloud.Aws, "eu-north-1", new("m5.2xlarge", 2), new("head", "m5.2xlarge", 1, 512), new("worker", "m5.2xlarge", 5, 512));
    private static readonly NodeList Train = Nodes(
        Cloud.Azure, "westeurope", null, new("head", "Standard_D8_v3", 1, 512), new("worker", "Standard_D16_v3", 3, 512, Spot: true));
    private static readonly NodeList Old = Nodes(Cloud.Azure, "northeurope", null,
        new NodeGroup("head", "Standard_D8_v3", 1, 512)) with
    { HeadIsHighlyAvailable = true };

    private static readonly Dictionary<Machine, Rate> Rates = new()
    {
        [new(Cloud.Azure, "northeurope", "Standard_D8_v3")] = new(0.40m, 8, "price table"),
        [new(Cloud.Azure, "northeurope", "Standard_D4s_v4")] = new(0.20m, 4, "price table"),
        [new(Cloud.Aws, "eu-north-1", "m5.2xlarge")] = new(0.408m, 8, "price table"),
        [new(Cloud.Azure, "westeurope", "Standard_D8_v3")] = new(null, 8, null),
    };

    /// <summary>The entries of each cluster, oldest first.</summary>
    private static readonly AuditEntry[] Entries =
    [
        // "old" is down over the turn of the month.
        Down("old", "2026-02-27 18:04", Old, "archive"), Up("old", "2026-03-01 05:10", "2026-03-01 05:00"),
        // "demo" is autoscaled, and has five workers, of which the autoscaler would have kept two.
        Down("demo", "2026-03-10 20:00", Demo, "demos"), Start("demo", "2026-03-11 06:00", AuditStep.Intent),
            Start("demo", "2026-03-11 06:01", AuditStep.Accepted), Up("demo", "2026-03-11 06:12", "2026-03-11 06:00"),
        // "train" has spot workers, and a head node without a price.
        Down("train", "2026-03-12 00:00", Train, "training"), Up("train", "2026-03-12 12:15", "2026-03-12 12:00", Cause.Manual),
        // A stop of "dev" fails, and a manual one succeeds.
        Entry("dev", "2026-03-13 18:00", AuditKind.Stop) with { Step = AuditStep.Failed }, DownByHand("dev", "2026-03-13 19:00"),
            Up("dev", "2026-03-16 06:10", "2026-03-16 06:00"),
        // "dev" then has a weekend that is an hour short, a manual start, and a stop that has not ended.
        Down("dev", "2026-03-27 18:04", Dev), Start("dev", "2026-03-30 05:00", AuditStep.Intent),
            Start("dev", "2026-03-30 05:00", AuditStep.Accepted), Up("dev", "2026-03-30 05:10", "2026-03-30 05:00"),
        Down("dev", "2026-03-30 17:05", Dev), Up("dev", "2026-03-30 20:20", "2026-03-30 20:05", Cause.Manual),
        Down("dev", "2026-03-31 17:05", Dev),
    ];

    private static SavingsReport March { get; } = Report("2026-03-01 00:00", "2026-04-01 00:00");

    private static SavingsReport Report(string from, string to)
    {
        var stretches = DownTime.Of(Entries, At("2026-03-31 22:05")).Select(s => s.Within(At(from), At(to))).OfType<DownTime>().ToList();
        return SavingsCalculator.Of(stretches, Rates, At(from), At(to), At("2026-03-31 22:05"), "ours, of March", ["A doubt."]);
    }

    /// <summary>Returns node-hours, vCPU-hours, dollars, the priced share, and the node-hours of spot machines.</summary>
    private static string Figures(SavingsFigures figures) =>
        string.Join(' ', new[] { figures.NodeHours, figures.VcpuHours, figures.ListPriceUsd, figures.PricedShare, figures.SpotNodeHours }
        .Select(f => f?.ToString("0.####", CultureInfo.InvariantCulture) ?? "?"));

    [Fact]
    public void The_month_is_what_it_is_by_hand()
    {
        Assert.Equal("314.73 2250.13 107.95 0.9619 36", Figures(March));
        Assert.Equal(
            ["dev: 267.73 1874.13 93.71 1 0", "demo: 30 240 12.24 1 0", "old: 5 40 2 1 0", "train: 12 96 ? 0 36"],
            March.Clusters.Select(c => $"{c.Name}: {Figures(c)}"));
        Assert.Equal(["dev", "demos", "archive", "training"], March.Rules.Select(r => r.Name));
        Assert.Equal(
            [("2026-03-01", 5m), ("2026-03-10", 12m), ("2026-03-11", 18m), ("2026-03-12", 12m), ("2026-03-27", 23.73m), ("2026-03-28", 96m),
                ("2026-03-29", 96m), ("2026-03-30", 32m), ("2026-03-31", 20m)],
            March.Days.Select(d => (d.Day, d.NodeHours)));
    }

    [Fact]
    public void What_it_rests_on_is_said()
    {
        Assert.All(
            [
                "All amounts are list price, on-demand, compute only (estimate) in US dollars.",
                "the last run that listed clusters (2026-03-31T22:05:00Z)", "autoscaler's minimum is counted: demo.",
                "Spot machines are reported separately because their price is unknown: train.",
                "Too low for old: only one of several head nodes is counted.",
                "No price for 12 node-hours, so they are not in the amounts: Standard_D8_v3 (azure westeurope).",
                "Prices: ours, of March.", "A doubt.",
            ],
            said => Assert.Single(March.Assumptions, a => a.Contains(said, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_month_without_stops_saved_nothing_all_of_which_has_a_price() =>
        Assert.Equal("0 0 0 1 0", Figures(Report("2026-04-02 00:00", "2026-05-01 00:00")));
}
