using HopsworksEmulator.ControlPlane;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class TransitionTests
{
    private readonly FakeTimeProvider time = new(Emulated.Noon);
    private readonly EmulatedControlPlane plane;

    public TransitionTests() => plane = new(time, new EmulatorTimings());

    [Theory]
    [InlineData("00:00:00", "running", "stoppable", 2)]
    [InlineData("00:00:19", "running", "stoppable", 2)]
    [InlineData("00:00:20", "stopping", "", 2)]
    [InlineData("00:03:19", "stopping", "", 2)]
    [InlineData("00:03:20", "stopped", "startable", 0)]
    public void A_stop_reads_running_for_a_moment_and_ends_without_workers(string after, string state, string activation, int workers)
    {
        plane.Add(Emulated.C1);

        Assert.Equal(200, plane.Stop("c1").Code);
        time.Advance(TimeSpan.Parse(after));

        var cluster = plane.Get("c1")!;
        Assert.Equal((state, activation, workers), (cluster.State, cluster.ActivationState, cluster.Workers.Sum(worker => worker.Count)));
    }

    [Theory]
    [InlineData("00:00:00", "pending", "")]
    [InlineData("00:00:36", "starting", "")]
    [InlineData("00:01:48", "initializing", "")]
    [InlineData("00:03:00", "rondb-initializing", "")]
    [InlineData("00:04:12", "starting-hopsworks", "")]
    [InlineData("00:05:24", "secondary-initializing", "")]
    [InlineData("00:06:00", "running", "stoppable")]
    public void A_start_goes_through_its_states(string after, string state, string activation)
    {
        plane.Add(Emulated.C1 with
        {
            State = "stopped",
            RonDB = new(),
            ClusterConfiguration = new() { Head = new("Standard_D8_v3", 512, HaEnabled: true) }
        });

        Assert.Equal(200, plane.Start("c1").Code);
        time.Advance(TimeSpan.Parse(after));

        var cluster = plane.Get("c1")!;
        Assert.Equal((state, activation), (cluster.State, cluster.ActivationState));
        Assert.Equal(Emulated.Noon, cluster.StartedOn);
    }

    [Theory]
    [InlineData("running", "stoppable")]
    [InlineData("stopped", "startable")]
    [InlineData("externally-stopped", "startable")]
    [InlineData("error", "terminable")]
    [InlineData("updating", "")]
    [InlineData("a-state-of-tomorrow", "")]
    public void The_activation_state_follows_the_state(string state, string activation) =>
        Assert.Equal(activation, (Emulated.C1 with { State = state }).ActivationState);

    [Theory]
    [InlineData("stopped")]
    [InlineData("error")]
    [InlineData("starting")]
    public void A_stop_of_what_is_not_stoppable_is_refused_and_changes_nothing(string state)
    {
        plane.Add(Emulated.C1 with { State = state });

        Assert.Equal(400, plane.Stop("c1").Code);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(state, plane.Get("c1")!.State);
    }

    [Fact]
    public void A_second_stop_is_refused_while_the_first_is_under_way()
    {
        plane.Add(Emulated.C1);
        plane.Stop("c1");

        Assert.Equal(400, plane.Stop("c1").Code);
    }

    [Fact]
    public void Immediate_timings_end_with_the_call()
    {
        var immediate = new EmulatedControlPlane(time, EmulatorTimings.Immediate);
        immediate.Add(Emulated.C1);

        immediate.Stop("c1");
        Assert.Equal("stopped", immediate.Get("c1")!.State);

        immediate.Start("c1");
        Assert.Equal("running", immediate.Get("c1")!.State);
    }

    [Fact]
    public void Setting_another_state_ends_the_transition_and_setting_anything_else_does_not()
    {
        plane.Add(Emulated.C1);
        plane.Stop("c1");
        plane.Set("c1", cluster => cluster with { Activity = EmulatedActivity.Busy });
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("stopping", plane.Get("c1")!.State);

        plane.Set("c1", cluster => cluster with { State = "error", ErrorMessage = "disk" });
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(("error", "disk", ""), (plane.Get("c1")!.State, plane.Get("c1")!.ErrorMessage, plane.Get("c1")!.ActivationState));
    }

    [Fact]
    public void A_listing_allocates_nothing_but_its_list()
    {
        foreach (var index in Enumerable.Range(0, 50))
            plane.Add(Emulated.C1 with { Id = $"c{index}" });
        plane.List();
        time.Advance(TimeSpan.FromMinutes(5));

        var before = GC.GetAllocatedBytesForCurrentThread();
        plane.List();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 600);
    }

    [Fact]
    public void What_was_read_stays_as_it_was()
    {
        plane.Add(Emulated.C1);
        var before = plane.List();

        plane.Stop("c1");
        time.Advance(TimeSpan.FromHours(1));
        plane.List();

        Assert.Equal("running", before[0].State);
    }
}
