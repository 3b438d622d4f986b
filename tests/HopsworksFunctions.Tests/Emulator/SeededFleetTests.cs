using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class SeededFleetTests
{
    private static readonly IReadOnlyList<EmulatedCluster> Fleet = SeededFleet.Create(Emulated.Noon);

    [Theory]
    [InlineData("prod-", "running", 2)]
    [InlineData("train-", "running", 2)]
    [InlineData("train-", "stopped", 2)]
    [InlineData("dev-", "running", 2)]
    [InlineData("dev-", "stopped", 2)]
    [InlineData("dev-", "externally-stopped", 1)]
    [InlineData("demo-", "running", 1)]
    [InlineData("demo-", "error", 1)]
    public void Shows_each_kind_of_cluster(string prefix, string state, int count) =>
        Assert.Equal(count, Fleet.Count(cluster => cluster.Name.StartsWith(prefix, StringComparison.Ordinal) && cluster.State == state));

    [Fact]
    public void Has_one_block_per_cluster_and_ids_that_stay()
    {
        Assert.All(Fleet, cluster => Assert.Single(new object?[] { cluster.Azure, cluster.Aws, cluster.Gcp }, block => block is not null));
        Assert.Equal(Fleet.Count, Fleet.DistinctBy(cluster => cluster.Id).Count());
        Assert.Equal(Fleet.Select(cluster => cluster.Id), SeededFleet.Create(Emulated.Noon.AddDays(9)).Select(cluster => cluster.Id));
    }

    [Fact]
    public void Is_months_old_and_up_for_a_day_except_the_new_one()
    {
        var old = Fleet.Where(cluster => cluster.Name != "sandbox-new").ToList();

        Assert.All(old, cluster => Assert.True(Emulated.Noon - cluster.CreatedOn > TimeSpan.FromDays(100)));
        Assert.All(old, cluster => Assert.InRange((Emulated.Noon - cluster.StartedOn).TotalHours, 24, 48));
        Assert.Equal(Emulated.Noon.AddHours(-1), Assert.Single(Fleet.Except(old)).CreatedOn);
    }
}
