using HopsworksEmulator.Faults;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class FaultPlanTests
{
    private readonly FaultPlan plan = new();

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(Operation.Stop, null, true)]
    [InlineData(Operation.Start, null, false)]
    [InlineData(null, "c1", true)]
    [InlineData(null, "c2", false)]
    [InlineData(Operation.Stop, "c1", true)]
    public void A_fault_befalls_its_operation_and_cluster(Operation? operation, string? cluster, bool befalls)
    {
        plan.Add(Fault.Gateway(500) with { Operation = operation, Cluster = cluster });

        Assert.Equal(befalls, plan.Take(Operation.Stop, "c1", Emulated.Noon) is not null);
    }

    [Fact]
    public void A_fault_of_one_cluster_spares_the_listing()
    {
        plan.Add(Fault.Gateway(500) with { Cluster = "c1" });

        Assert.Null(plan.Take(Operation.List, null, Emulated.Noon));
    }

    [Fact]
    public void A_fault_is_over_after_its_times()
    {
        plan.Add(Fault.Gateway(500) with { Times = 2 });

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => plan.Take(Operation.List, null, Emulated.Noon) is not null));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void A_fault_is_over_at_its_end(int seconds, bool befalls)
    {
        plan.Add(Fault.Gateway(500) with { Until = Emulated.Noon.AddMinutes(1) });

        Assert.Equal(befalls, plan.Take(Operation.List, null, Emulated.Noon.AddSeconds(seconds)) is not null);
    }

    [Fact]
    public void A_share_of_calls_is_drawn_by_seed_whatever_the_order_among_clusters()
    {
        Assert.InRange(Drawn("", 1, ["c1", "c2"]).Count, 70, 130);
        Assert.Equal(Drawn("", 1, ["c1", "c2"]).Order(StringComparer.Ordinal), Drawn("", 1, ["c2", "c1"]).Order(StringComparer.Ordinal));
        Assert.NotEqual(Drawn("", 1, ["c1", "c2"]), Drawn("", 2, ["c1", "c2"]));
        Assert.NotEqual(Drawn("", 1, ["c1", "c2"]), Drawn("acme", 1, ["c1", "c2"]));

        static List<string> Drawn(string account, int seed, string[] clusters)
        {
            var plan = new FaultPlan(account);
            plan.Add(Fault.Gateway(500) with { Share = 0.1, Seed = seed });
            return [.. from nth in Enumerable.Range(0, 500)
                       from cluster in clusters
                       where plan.Take(Operation.Get, cluster, Emulated.Noon) is not null
                       select $"{cluster} {nth}"];
        }
    }

    [Fact]
    public void A_mix_delays_each_call_and_fails_its_share_before_and_after_the_effect()
    {
        foreach (var fault in FaultMix.Create(TimeSpan.FromMilliseconds(20), 0.2))
            plan.Add(fault);

        var taken = Enumerable.Range(0, 1000).Select(_ => plan.Take(Operation.Stop, "c1", Emulated.Noon)!).ToList();

        Assert.All(taken, fault => Assert.Equal(TimeSpan.FromMilliseconds(20), fault.Latency));
        Assert.InRange(taken.Count(fault => fault.Kind != FaultKind.Delay), 150, 250);
        Assert.Equal(5, taken.DistinctBy(fault => (fault.Kind, fault.AfterEffect)).Count());
    }

    [Fact]
    public void The_fault_set_last_goes_first()
    {
        plan.Add(Fault.Gateway(500));
        plan.Add(Fault.Gateway(503) with { Times = 1 });

        Assert.Equal([503, 500, 500], Enumerable.Range(0, 3).Select(_ => plan.Take(Operation.List, null, Emulated.Noon)!.Status));
    }
}
