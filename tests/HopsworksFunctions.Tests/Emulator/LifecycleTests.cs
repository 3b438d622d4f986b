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

    [Fact]
    public void An_upgrade_between_versions_of_ones_own_can_be_set_up()
    {
        var own = new EmulatedControlPlane(time, EmulatorTimings.Immediate, [new("3.9.0", "4.0.0")]);
        own.Add(Emulated.C1);

        var newest = own.Versions[^1];
        Assert.Equal(("4.0.0", "3.9.0", false), (newest.Version, newest.UpgradableFromVersion, newest.Default));
        Assert.Equal(200, own.Upgrade("c1", "4.0.0").Code);
        Assert.Equal(("running", "4.0.0"), (own.Get("c1")!.State, own.Get("c1")!.Version));
    }

    [Fact]
    public void An_upgrade_can_be_set_up_to_fail_and_is_rolled_back_from_what_it_left()
    {
        var own = new EmulatedControlPlane(time, EmulatorTimings.Immediate, [new("3.8.0", "3.9.0", Fails: true)]);
        own.Add(Emulated.C1 with { Version = "3.8.0" });
        own.Add(Emulated.C1 with { Id = "older", Version = "3.7.0" });
        Assert.Equal(plane.Versions, own.Versions);

        Assert.Equal(200, own.Upgrade("c1", "3.9.0").Code);
        Assert.Equal(200, own.Upgrade("older", "3.9.0").Code);

        var cluster = own.Get("c1")!;
        Assert.Equal(
            ("error", "3.9.0", new("3.8.0", "3.9.0"), "Failed to upgrade from 3.8.0 to 3.9.0"),
            (cluster.State, cluster.Version, cluster.UpgradeInProgress, cluster.ErrorMessage));
        Assert.Equal(("running", "3.9.0"), (own.Get("older")!.State, own.Get("older")!.Version));
        Assert.Equal(200, own.Rollback("c1").Code);
        Assert.Equal(("stopped", "3.8.0", null), (own.Get("c1")!.State, own.Get("c1")!.Version, own.Get("c1")!.UpgradeInProgress));
    }

    [Theory]
    [InlineData("AZURE", "\"dockerRegistryAccount\":\"new\",", "new")]
    [InlineData("AWS", "\"dockerRegistryAccount\":\"new\",", "new")]
    [InlineData("AZURE", "\"dockerRegistryAccount\":\"\",", "old")]
    [InlineData("AWS", "", "old")]
    public async Task An_upgrade_keeps_the_registry_that_it_is_given(string cloud, string member, string registry)
    {
        await using var emulated = await Emulated.StartAsync(options => options with
        {
            Clusters =
            [
                Emulated.C1 with
                {
                    Provider = cloud,
                    Azure = cloud == "AZURE" ? new() { AcrRegistryName = "old" } : null,
                    Aws = cloud == "AWS" ? new() { EcrRegistryAccountId = "old" } : null,
                },
            ],
            Timings = EmulatorTimings.Immediate,
        });

        await emulated.SendAsync("POST /api/clusters/c1/upgrade", $$"""{{{member}}"version":"3.9.0"}""");

        var cluster = emulated.Server.ControlPlane.Get("c1")!;
        Assert.Equal(registry, cluster.Azure?.AcrRegistryName ?? cluster.Aws?.EcrRegistryAccountId);
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
