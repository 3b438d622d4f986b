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
    public void Has_what_the_provider_reads_of_each_cloud()
    {
        Assert.All(Fleet, cluster => Assert.NotNull(cluster.RonDB));
        Assert.All(Fleet.Where(cluster => cluster.Aws is not null), cluster => Assert.StartsWith(
            "arn:aws:iam::", cluster.Aws!.InstanceProfileArn, StringComparison.Ordinal));
        Assert.All(Fleet, cluster => Assert.Contains(
            cluster.RonDB!.Ndbd.InstanceType, Catalog.TypesOf(cluster.Provider)!.RonDB.Ndbd.Select(type => type.Id)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void A_large_one_has_as_many_as_asked_for_and_the_same_each_time(int count)
    {
        var large = LargeFleet.Create(count, Emulated.Noon);

        Assert.Equal(count, large.Count);
        Assert.Equal(count, large.DistinctBy(cluster => cluster.Id).Count());
        Assert.Equal(count, large.DistinctBy(cluster => cluster.Name).Count());
        Assert.Equal(count, large.DistinctBy(cluster => cluster.Url).Count());
        Assert.Equal(large.Select(Key), LargeFleet.Create(count, Emulated.Noon).Select(Key));
        Assert.True(large.Count(cluster => cluster.State == ClusterStates.Error || cluster.UpgradeInProgress is not null) <= 2);
        Assert.DoesNotContain(large.Skip(Fleet.Count), cluster => Emulated.Noon - cluster.CreatedOn < TimeSpan.FromDays(100));
        Assert.DoesNotContain(large, cluster => Fleet.Any(seeded => seeded.Id == cluster.Id));

        static string Key(EmulatedCluster cluster) => $"{cluster.Id} {cluster.Name} {cluster.State} {cluster.ActivationState}";
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
