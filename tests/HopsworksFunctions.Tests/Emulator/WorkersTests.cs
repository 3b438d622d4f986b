using HopsworksEmulator.ControlPlane;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class WorkersTests
{
    private static readonly HopsworksEmulator.ControlPlane.Worker Small = new("Standard_D8_v3", 512, 2);
    private static readonly HopsworksEmulator.ControlPlane.Worker Spot = new("Standard_D8_v3", 512, 3, new(100, true));

    private readonly FakeTimeProvider time = new(Emulated.Noon);
    private readonly EmulatedControlPlane plane;

    public WorkersTests()
    {
        plane = new(time, new EmulatorTimings());
        plane.Add(Emulated.C1);
    }

    [Theory]
    [InlineData("00:00:00", "worker-pending")]
    [InlineData("00:01:00", "worker-starting")]
    [InlineData("00:02:00", "worker-initializing")]
    [InlineData("00:04:00", "running")]
    public void Adding_goes_through_its_states(string after, string state)
    {
        plane.AddWorkers("c1", [Small]);
        time.Advance(TimeSpan.Parse(after));

        Assert.Equal(state, plane.Get("c1")!.State);
    }

    [Fact]
    public void Workers_of_a_kind_are_counted_together_and_spot_ones_apart()
    {
        plane.AddWorkers("c1", [Small, Spot]);
        time.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal([Small with { Count = 4 }, Spot], plane.Get("c1")!.Workers);
    }

    [Fact]
    public void Removing_takes_as_many_as_asked_for()
    {
        Assert.Equal(400, plane.RemoveWorkers("c1", [Small with { Count = 3 }]).Code);
        Assert.Equal(200, plane.RemoveWorkers("c1", [Small with { Count = 1 }]).Code);
        Assert.Equal("worker-decommissioning", plane.Get("c1")!.State);
        time.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal([Small with { Count = 1 }], plane.Get("c1")!.Workers);
    }

    [Fact]
    public void A_stopped_cluster_takes_no_workers()
    {
        plane.Set("c1", cluster => cluster with { State = "stopped" });

        Assert.Equal(400, plane.AddWorkers("c1", [Small]).Code);
    }

    [Fact]
    public void A_start_brings_back_no_workers_but_the_autoscalers_least_number()
    {
        plane.Add(Emulated.C1 with { Id = "scaled", Autoscale = new(new("Standard_D16_v3", MinWorkers: 3)) });
        foreach (var id in (string[])["c1", "scaled"])
            plane.Stop(id);
        time.Advance(TimeSpan.FromMinutes(10));
        foreach (var id in (string[])["c1", "scaled"])
            plane.Start(id);
        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Empty(plane.Get("c1")!.Workers);
        Assert.Equal([new HopsworksEmulator.ControlPlane.Worker("Standard_D16_v3", 512, 3)], plane.Get("scaled")!.Workers);
    }

    [Fact]
    public void Autoscale_comes_with_its_least_number_and_leaves_the_workers_when_it_goes()
    {
        plane.SetAutoscale("c1", new(new("Standard_D8_v3", MinWorkers: 5)));
        Assert.Equal("updating", plane.Get("c1")!.State);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(5, plane.Get("c1")!.Workers.Sum(worker => worker.Count));

        plane.DeleteAutoscale("c1");

        var cluster = plane.Get("c1")!;
        Assert.Null(cluster.Autoscale);
        Assert.Equal(5, cluster.Workers.Sum(worker => worker.Count));
    }

    [Fact]
    public void Autoscale_goes_at_once_so_that_the_next_call_can_add_workers()
    {
        plane.Add(Emulated.C1 with { Autoscale = new(new("Standard_D16_v3")) });

        Assert.Equal(200, plane.DeleteAutoscale("c1").Code);
        Assert.Equal(("running", null), (plane.Get("c1")!.State, plane.Get("c1")!.Autoscale));
        Assert.Equal(200, plane.AddWorkers("c1", [Small]).Code);
    }

    [Theory]
    [InlineData("stopped", 200)]
    [InlineData("error", 400)]
    public void Autoscale_goes_from_what_runs_or_is_stopped(string state, int code)
    {
        plane.Add(Emulated.C1 with { State = state, Autoscale = new(new("Standard_D16_v3")) });

        Assert.Equal(code, plane.DeleteAutoscale("c1").Code);
        Assert.Equal(code == 200, plane.Get("c1")!.Autoscale is null);
    }
}
