using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Tests.IdleProbes;

/// <summary>The extended activity check, over a socket, on a Monday at noon.</summary>
public sealed class ExtendedProbeTests
{
    private const string Office = ", 'schedule': 'office'";
    private static readonly EmulatedProject Calm = new(119)
    {
        Deployments = [new("fraud", "Stopped")],
        Jobs = [new("once", "FINISHED"), new("never"), new("off", "KILLED", new("2026-06-01T13:00:00Z", Enabled: false))],
    };

    [Fact]
    public async Task Is_quiet_when_all_projects_are_and_keeps_the_counter()
    {
        await using var rig = await ProbeRig.StartAsync(Calm, new EmulatedProject(120) { HasServing = false });
        var sample = await rig.SampleAsync("extended");
        Assert.True(sample.Activity == Activity.Quiet, sample.Why);
        Assert.Equal(41, sample.AppsSubmitted);
        // The calls are for metrics and projects, and then for each project's deployments, running jobs and scheduled jobs.
        Assert.Equal(2 + 2 * 3, rig.Emulator.Calls.All.Count);
    }

    [Fact]
    public async Task Asks_for_no_projects_while_YARN_is_busy()
    {
        await using var rig = await ProbeRig.StartAsync(Calm);
        rig.Emulator.ControlPlane.Set("c1", cluster => cluster with { Metrics = YarnMetrics.Busy });
        Assert.Equal(Activity.Busy, (await rig.SampleAsync("extended")).Activity);
        Assert.Single(rig.Emulator.Calls.All);
    }

    [Theory]
    [InlineData("Running")]
    [InlineData("Starting")]
    [InlineData("Updating")]
    public async Task Is_busy_with_a_deployment(string status)
    {
        await using var rig = await ProbeRig.StartAsync(Calm, new EmulatedProject(120) { Deployments = [new("churn", status)] });
        var sample = await rig.SampleAsync("extended");
        Assert.Equal((Activity.Busy, $"in project 120, deployment 'churn' is {status}"), (sample.Activity, sample.Why));
    }

    [Theory]
    [InlineData("RUNNING")]
    [InlineData("GENERATING_SECURITY_MATERIAL")]
    [InlineData("CONVERTING_NOTEBOOK")]
    public async Task Is_busy_with_a_running_job(string state)
    {
        await using var rig = await ProbeRig.StartAsync(Calm with { Jobs = [new("etl", state)] });
        var sample = await rig.SampleAsync("extended");
        Assert.Equal((Activity.Busy, "in project 119, 1 job running"), (sample.Activity, sample.Why));
    }

    [Theory]
    [InlineData(Office, "2026-06-02T06:59:59Z", Activity.Busy)]
    [InlineData(Office, "2026-06-02T07:00:00Z", Activity.Quiet)]
    [InlineData("", "2026-06-02T11:59:59Z", Activity.Busy)]
    [InlineData("", "2026-06-02T12:00:00Z", Activity.Quiet)]
    [InlineData(Office + ", 'start': false", "2026-06-02T11:59:59Z", Activity.Busy)]
    [InlineData(Office, null, Activity.Unknown)]
    public async Task A_schedule_counts_when_the_stop_would_reach_it(string rule, string? next, Activity expected)
    {
        await using var rig = await ProbeRig.StartAsync(Calm with { Jobs = [new("nightly", "FINISHED", new(next))] });
        Assert.Equal(expected, (await rig.SampleAsync("extended", rule)).Activity);
    }

    [Fact]
    public async Task Finds_a_schedule_on_a_later_page()
    {
        var jobs = Enumerable.Range(0, 450).Select(i => new Job($"job-{i}", "FINISHED", i == 449 ? new("2026-06-01T18:00:00Z") : null));
        await using var rig = await ProbeRig.StartAsync(new EmulatedProject { Jobs = [.. jobs] });
        Assert.Equal("in project 119, job 'job-449' runs next 2026-06-01T18:00:00Z", (await rig.SampleAsync("extended")).Why);
        Assert.Equal(1 + 3, rig.Emulator.Calls.Of(Operation.Jobs).Count);
    }

    [Fact]
    public async Task A_project_that_the_key_may_not_look_into_leaves_the_cluster_unknown()
    {
        await using var rig = await ProbeRig.StartAsync(Calm, new EmulatedProject(120) { HasRole = false });
        var sample = await rig.SampleAsync("extended");
        Assert.Equal((Activity.Unknown, "in project 120, the key's user has no role in the project (HTTP 403, error 160000)"),
            (sample.Activity, sample.Why));
    }

    [Fact]
    public async Task A_key_that_sees_no_project_leaves_the_cluster_unknown()
    {
        await using var rig = await ProbeRig.StartAsync(Array.Empty<EmulatedProject>());
        Assert.Equal("the key's user is in no project", (await rig.SampleAsync("extended")).Why);
    }

    [Theory]
    [InlineData(Operation.Projects)]
    [InlineData(Operation.Deployments)]
    [InlineData(Operation.Jobs)]
    public async Task Any_answer_that_tells_nothing_leaves_the_cluster_unknown(Operation operation)
    {
        foreach (var fault in new[] { Fault.Gateway(401), Fault.Gateway(403), Fault.Gateway(500), Fault.Gateway(200) with { Body = "{}" },
            new Fault(FaultKind.Closed), new Fault(FaultKind.Malformed) })
        {
            await using var rig = await ProbeRig.StartAsync(Calm);
            rig.Emulator.Faults.Add(fault with { Operation = operation });
            Assert.Equal(Activity.Unknown, (await rig.SampleAsync("extended")).Activity);
        }
    }
}
