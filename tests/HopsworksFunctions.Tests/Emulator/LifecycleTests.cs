using HopsworksEmulator.ControlPlane;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class LifecycleTests
{
    private readonly FakeTimeProvider time = new(Emulated.Noon);
    private readonly EmulatedControlPlane plane;

    public LifecycleTests()
    {
        plane = new(time, new EmulatorTimings());
        plane.Add(Emulated.C1);
    }

    [Fact]
    public void A_created_cluster_is_pending_and_then_runs()
    {
        var id = plane.Create(Emulated.C1).Id!;
        Assert.NotEqual("c1", id);
        Assert.Equal(("pending", Emulated.Noon), (plane.Get(id)!.State, plane.Get(id)!.CreatedOn));

        time.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal("running", plane.Get(id)!.State);
        Assert.NotEmpty(plane.Get(id)!.Workers);
    }

    [Fact]
    public void A_deleted_cluster_shuts_down_and_is_gone()
    {
        plane.Delete("c1");
        Assert.Equal("shutting-down", plane.Get("c1")!.State);

        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Null(plane.Get("c1"));
        Assert.Empty(plane.List());
        Assert.Equal(404, plane.Stop("c1").Code);
    }

    [Fact]
    public void An_upgrade_is_in_progress_until_the_cluster_runs_the_new_version()
    {
        plane.Set("c1", cluster => cluster with { Version = "3.8.0" });
        Assert.Equal(400, plane.Upgrade("c1", "9.9.9").Code);
        Assert.Equal(200, plane.Upgrade("c1", "3.9.0").Code);
        Assert.Equal(("running", new("3.8.0", "3.9.0")), (plane.Get("c1")!.State, plane.Get("c1")!.UpgradeInProgress));
        time.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal("stopped", plane.Get("c1")!.State);

        time.Advance(TimeSpan.FromMinutes(23));

        var cluster = plane.Get("c1")!;
        Assert.Equal(("running", "3.9.0", null), (cluster.State, cluster.Version, cluster.UpgradeInProgress));
        Assert.NotEmpty(cluster.Workers);
    }

    [Fact]
    public void A_failed_upgrade_can_be_rolled_back_and_ends_stopped()
    {
        Assert.Equal(400, plane.Rollback("c1").Code);
        plane.Set("c1", cluster => cluster with { State = "error", ErrorMessage = "no", UpgradeInProgress = new("3.8.0", "3.9.0") });

        Assert.Equal(200, plane.Rollback("c1").Code);
        time.Advance(TimeSpan.FromMinutes(3));

        var cluster = plane.Get("c1")!;
        Assert.Equal(("stopped", "3.8.0", null, null), (cluster.State, cluster.Version, cluster.UpgradeInProgress, cluster.ErrorMessage));
    }

    [Theory]
    [InlineData("head", 200)]
    [InlineData("rondb_data", 200)]
    [InlineData("rondb_mysql", 200)]
    [InlineData("rondb_api", 200)]
    [InlineData("rondb_aio", 400)]
    [InlineData("worker", 400)]
    [InlineData("rondb_management", 400)]
    public void Machine_types_change_while_stopped(string nodeType, int code)
    {
        plane.Set("c1", cluster => cluster with { RonDB = new() });
        Assert.Equal(400, plane.ModifyInstanceType("c1", nodeType, "Standard_D16_v3").Code);
        plane.Set("c1", cluster => cluster with { State = "stopped" });

        Assert.Equal(code, plane.ModifyInstanceType("c1", nodeType, "Standard_D16_v3").Code);
    }

    [Fact]
    public void Ports_open_in_any_state()
    {
        plane.Set("c1", cluster => cluster with { State = "stopped" });

        Assert.Equal(200, plane.SetPorts("c1", new(Kafka: true)).Code);
        Assert.True(plane.Get("c1")!.Ports.Kafka);
    }
}
