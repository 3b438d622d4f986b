using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Without_arguments_a_lively_fleet_is_seeded()
    {
        var (_, options) = await ParseAsync();

        Assert.NotEmpty(options!.Clusters);
        Assert.Equal((0, EmulatorTimings.Lively, false), (options.Port, options.Timings, options.ClusterApis));
        Assert.Equal(new EmulatorOptions().ApiKeys, options.ApiKeys);
        Assert.Equal(new EmulatorOptions().ClusterApiKeys, options.ClusterApiKeys);
    }

    [Fact]
    public async Task Arguments_are_options()
    {
        var (_, options) = await ParseAsync(
            "--port", "8080", "--api-key", "a", "--api-key", "b", "--fleet", "empty", "--timings", "immediate", "--cluster-apis",
            "--milliseconds");

        Assert.Equal((8080, true, true), (options!.Port, options.ClusterApis, options.DatesInMilliseconds));
        Assert.Equal(["a", "b"], options.ApiKeys);
        Assert.Equal(EmulatorTimings.Immediate, options.Timings);
        Assert.Empty(options.Clusters);
    }

    [Fact]
    public async Task A_hostile_fleet_can_be_asked_for()
    {
        var (_, options) = await ParseAsync("--fleet", "hostile");

        Assert.Contains(options!.Clusters, cluster => cluster.Name.Contains('\u202e', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_large_fleet_and_upgrades_can_be_asked_for()
    {
        var (_, options) = await ParseAsync(
            "--clusters", "500", "--upgrade", "3.9.0:4.0.0", "--upgrade", "4.0.0:4.1.0", "--failing-upgrade", "3.8.0:3.9.0");

        Assert.Equal(500, options!.Clusters.Count);
        Assert.Equal([new("3.8.0", "3.9.0", Fails: true), new("3.9.0", "4.0.0"), new("4.0.0", "4.1.0")], options.Upgrades);
    }

    [Fact]
    public async Task Accounts_latency_and_faults_can_be_asked_for()
    {
        var (_, options) = await ParseAsync("--accounts", "12", "--clusters", "5", "--latency", "40", "--faults", "4");
        var (_, plain) = await ParseAsync("--accounts", "1");

        Assert.Equal((12, 5), (options!.Accounts.Count, options.Accounts[^1].Clusters.Count));
        Assert.All(options.Faults, fault => Assert.Equal(TimeSpan.FromMilliseconds(40), fault.Latency));
        Assert.Equal(0.04, options.Faults.Skip(1).Sum(fault => fault.Share));
        Assert.Equal((1, 20), (plain!.Accounts.Count, plain.Accounts[0].Clusters.Count));
        Assert.Empty(plain.Faults);
    }

    [Theory]
    [InlineData("--accounts", "0")]
    [InlineData("--accounts", "1001")]
    [InlineData("--accounts", "2", "--fleet", "hostile")]
    [InlineData("--accounts", "2", "--api-key", "a")]
    [InlineData("--faults", "101")]
    [InlineData("--latency", "-1")]
    [InlineData("--clusters", "0")]
    [InlineData("--clusters", "1001")]
    [InlineData("--clusters", "5", "--fleet", "hostile")]
    [InlineData("--upgrade", "3.9.0")]
    [InlineData("--failing-upgrade", "3.9.0:new")]
    [InlineData("--prt", "1")]
    [InlineData("--port", "65536")]
    [InlineData("--port", "-1")]
    [InlineData("--port")]
    [InlineData("--fleet", "huge")]
    [InlineData("--timings", "slow")]
    public async Task Anything_else_is_refused(params string[] args)
    {
        var (errors, options) = await ParseAsync(args);

        Assert.True(errors > 0);
        Assert.Null(options);
    }

    private static async Task<(int Errors, EmulatorOptions? Options)> ParseAsync(params string[] args)
    {
        EmulatorOptions? parsed = null;
        var command = CommandLine.Create(new FakeTimeProvider(Emulated.Noon), (options, _) =>
        {
            parsed = options;
            return Task.CompletedTask;
        });
        var arguments = command.Parse(args);
        await arguments.InvokeAsync(new() { Output = TextWriter.Null, Error = TextWriter.Null }, TestContext.Current.CancellationToken);
        return (arguments.Errors.Count, parsed);
    }
}
