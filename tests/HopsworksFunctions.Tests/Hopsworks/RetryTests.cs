using HopsworksEmulator.Faults;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Http;
using NodaTime;

namespace HopsworksFunctions.Tests.Hopsworks;

public sealed class RetryTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    public static TheoryData<Fault> Passing => [.. new[]
    {
        Fault.Gateway(408), Fault.Gateway(429), Fault.Gateway(500), Fault.Gateway(503), new Fault(FaultKind.Closed),
            new Fault(FaultKind.ClosedMidBody),
    }];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Reads_again_after_a_passing_fault(Fault fault)
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(fault with { Times = 2 });
        var call = rig.Client.ListClustersAsync(None);
        await rig.Time.PassAsync(0.01, 25);
        await rig.Time.PassAsync(0.01, 25);
        Assert.True((await call).Succeeded);
        Assert.Equal(3, rig.Emulator.Calls.Of(Operation.List).Count);
    }

    [Fact]
    public async Task Gives_up_after_four_attempts()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(Fault.Gateway(503));
        var call = rig.Client.ListClustersAsync(None);
        for (var i = 0; i < 3; i++) await rig.Time.PassAsync(0.01, 25);
        Assert.Equal(FailureKind.Unavailable, (await call).Failure?.Kind);
        Assert.Equal(4, rig.Emulator.Calls.Of(Operation.List).Count);
    }

    [Fact]
    public async Task Waits_exactly_as_long_as_Retry_After_asks()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(Fault.Gateway(429) with { Times = 1, RetryAfter = TimeSpan.FromSeconds(17) });
        var call = rig.Client.ListClustersAsync(None);
        await rig.Time.PassAsync(17);
        Assert.True((await call).Succeeded);
    }

    [Fact]
    public async Task Fails_at_once_when_Retry_After_asks_for_too_long()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(Fault.Gateway(429) with { RetryAfter = TimeSpan.FromMinutes(10) });
        var failure = (await rig.Client.ListClustersAsync(None)).Failure!;
        Assert.Equal((FailureKind.Throttled, Duration.FromMinutes(10)), (failure.Kind, failure.RetryAfter));
        Assert.Single(rig.Emulator.Calls.All);
    }

    [Fact]
    public async Task Never_repeats_a_read_that_the_API_itself_refused()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(Fault.Envelope(400, "no"));
        Assert.Equal(FailureKind.Rejected, (await rig.Client.GetClusterAsync("c1", None)).Failure?.Kind);
        Assert.Single(rig.Emulator.Calls.All);
    }

    [Fact]
    public async Task Gives_up_an_action_that_is_not_answered_in_time()
    {
        await using var rig = await HopsworksRig.StartAsync(("Hopsworks:Timeout", "00:00:30"));
        rig.Emulator.Faults.Add(Fault.Delay(TimeSpan.FromMinutes(5)));
        var call = rig.Client.StopAsync("c1", None);
        await rig.Time.PassAsync(30);
        var failure = (await call).Failure!;
        Assert.Equal((FailureKind.NoAnswer, "Hopsworks.ai did not answer within 30 seconds."), (failure.Kind, failure.Message));
        Assert.InRange(rig.Emulator.Calls.Of(Operation.Stop).Count, 0, 1);
    }

    [Fact]
    public async Task Covers_a_slow_body_with_the_timeout()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(new(FaultKind.SlowBody) { Latency = TimeSpan.FromMinutes(5), Times = 1 });
        var call = rig.Client.ListClustersAsync(None);
        await rig.CalledAsync();
        await rig.Time.PassAsync(30);
        await rig.Time.PassAsync(0.01, 25);
        Assert.True((await call).Succeeded);
    }

    [Fact]
    public async Task Bounds_the_total_time_of_a_read()
    {
        await using var rig = await HopsworksRig.StartAsync(("Hopsworks:TotalTimeout", "00:00:31"));
        rig.Emulator.Faults.Add(Fault.Delay(TimeSpan.FromMinutes(5)));
        var call = rig.Client.ListClustersAsync(None);
        await rig.Time.PassAsync(31);
        Assert.Equal(FailureKind.NoAnswer, (await call).Failure?.Kind);
    }
}
