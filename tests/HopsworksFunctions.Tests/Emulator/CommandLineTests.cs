using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class CommandLineTests
{
    private static readonly FakeTimeProvider Time = new(Emulated.Noon);

    [Fact]
    public void Without_arguments_a_lively_fleet_is_seeded()
    {
        var options = CommandLine.Parse([], Time);

        Assert.NotEmpty(options.Clusters);
        Assert.Equal((0, EmulatorTimings.Lively, false), (options.Port, options.Timings, options.ClusterApis));
    }

    [Fact]
    public void Arguments_are_options()
    {
        var options = CommandLine.Parse(
            ["--port", "8080", "--api-key", "a", "--api-key", "b", "--fleet", "empty", "--timings", "immediate", "--cluster-apis", "--milliseconds"], Time);

        Assert.Equal((8080, true, true), (options.Port, options.ClusterApis, options.DatesInMilliseconds));
        Assert.Equal(["a", "b"], options.ApiKeys);
        Assert.Equal(EmulatorTimings.Immediate, options.Timings);
        Assert.Empty(options.Clusters);
    }

    [Theory]
    [InlineData("--prt", "1")]
    [InlineData("--port", "65536")]
    [InlineData("--port", "-1")]
    [InlineData("--port")]
    [InlineData("--fleet", "huge")]
    [InlineData("--timings", "slow")]
    public void Anything_else_is_refused(params string[] args) =>
        Assert.Throws<FormatException>(() => CommandLine.Parse(args, Time));
}
