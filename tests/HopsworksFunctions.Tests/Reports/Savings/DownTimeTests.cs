using CsCheck;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Reports.Savings;

public sealed class DownTimeTests
{
    private static readonly NodeList One = Nodes(Cloud.Aws, "eu-north-1", null, new NodeGroup("head", "m5.2xlarge", 1, 512));

    /// <summary>Returns the time down of a cluster that went down at 20:00, up to 23:00.</summary>
    private static string Hours(params AuditEntry[] then) =>
        string.Join(' ', DownTime.Of([Down("a", "2026-06-01 20:00", One), .. then], At("2026-06-01 23:00"))
        .Select(s => $"{s.From.InUtc():HH:mm}-{s.To.InUtc():HH:mm}"));

    [Fact]
    public void It_lasts_until_what_ended_it() => Assert.Multiple(
        () => Assert.Equal("20:00-23:00", Hours()),
        () => Assert.Equal("20:00-21:00", Hours(Up("a", "2026-06-01 21:20", "2026-06-01 21:00", Cause.Manual))),
        () => Assert.Equal(
            "20:00-21:00", Hours(Entry("a", "2026-06-01 22:00", AuditKind.ClusterDeleted) with { Left = At("2026-06-01 21:00") })),
        () => Assert.Equal(
            "20:00-21:00", Hours(Start("a", "2026-06-01 21:00", AuditStep.Intent), Start("a", "2026-06-01 21:02", AuditStep.Accepted))),
        () => Assert.Equal("20:00-21:00",
            Hours(Start("a", "2026-06-01 21:00", AuditStep.Intent), Start("a", "2026-06-01 21:01", AuditStep.Uncertain),
            Up("a", "2026-06-01 22:00", "2026-06-01 21:00"))),
        () => Assert.Equal("20:00-23:00", Hours(Up("b", "2026-06-01 21:20", "2026-06-01 21:00"))));

    [Fact]
    public void A_start_that_was_not_sent_ends_nothing() => Assert.Multiple(
        () => Assert.Equal(
            "20:00-23:00", Hours(Start("a", "2026-06-01 21:00", AuditStep.Intent), Start("a", "2026-06-01 21:01", AuditStep.Failed))),
        () => Assert.Equal("20:00-23:00", Hours(Start("a", "2026-06-01 21:00", AuditStep.DryRun))));

    [Fact]
    public void After_a_start_that_came_to_nothing_it_is_not_ours_any_more() =>
        Assert.Equal("20:00-20:30",
            Hours(Entry("a", "2026-06-01 21:00", AuditKind.WentDown) with { Cause = Cause.Unknown, Left = At("2026-06-01 20:30") }));

    [Fact]
    public void What_is_seen_anew_without_a_last_sight_proves_nothing() =>
        Assert.Equal("", Hours(Entry("a", "2026-06-01 21:00", AuditKind.CameUp) with { Cause = Cause.Unknown }));

    [Fact]
    public void An_entry_that_a_crash_doubled_counts_once() =>
        Assert.Equal("20:00-20:55 21:00-23:00", Hours(Down("a", "2026-06-01 21:00", One)));

    [Fact]
    public void Savings_of_parts_are_those_of_the_whole_never_negative_and_never_more_than_all_nodes_all_the_time()
    {
        AuditKind[] kinds = [AuditKind.WentDown, AuditKind.CameUp, AuditKind.ClusterDeleted, AuditKind.Start];
        var steps = Enum.GetValues<AuditStep>();
        var entry = Gen.Select(Gen.Int[0, 3].Select(i => kinds[i]), Gen.Int[0, 2], Gen.Int[0, 10_000], Gen.Int[-50, 0], Gen.Int[0, 2],
            Gen.Int[0, steps.Length - 1].Select(i => steps[i]));
        var rates = new Dictionary<Machine, Rate> { [new(Cloud.Aws, "eu-north-1", "m5.2xlarge")] = new(0.408m, 8, "t") };
        Gen.Select(entry.Array[0, 40], Gen.Int[0, 10_000].Array[3]).Sample((entries, cuts) =>
        {
            var start = At("2026-03-25 00:00");
            var audited = entries.OrderBy(e => e.Item3)
                .Select(e => new AuditEntry(start + Duration.FromMinutes(e.Item3), "r", "t", e.Item1, "")
                {
                    ClusterId = $"c{e.Item2}", Left = e.Item1 == AuditKind.Start || e.Item4 == 0 ? null : start
                    + Duration.FromMinutes(e.Item3 + e.Item4),
                    Cause = e.Item1 == AuditKind.Start ? null : (Cause)e.Item5, Nodes = e.Item1 == AuditKind.WentDown ? One : null,
                    Step = e.Item1 == AuditKind.Start ? e.Item6 : null,
                });
            var stretches = DownTime.Of(audited, start + Duration.FromMinutes(9_000));
            var at = cuts.Order().Select(c => start + Duration.FromMinutes(c)).ToArray();

            var (first, second, whole) = (Sum(at[0], at[1]), Sum(at[1], at[2]), Sum(at[0], at[2]));

            Assert.InRange(first.NodeHours, 0m, (decimal)(at[1] - at[0]).TotalHours * 3 + 0.000001m);
            Assert.Equal(whole.NodeHours, first.NodeHours + second.NodeHours, 10);
            Assert.Equal(whole.ListPriceUsd ?? 0, (first.ListPriceUsd ?? 0) + (second.ListPriceUsd ?? 0), 10);

            SavingsTotals Sum(Instant from, Instant to) =>
                SavingsTotals.Of(stretches.Select(s => s.Within(from, to)).OfType<DownTime>(), rates);
        }, iter: 500);
    }
}
