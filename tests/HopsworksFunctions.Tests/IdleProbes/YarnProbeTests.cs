using System.Text.Json;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Tests.IdleProbes;

public sealed class YarnProbeTests
{
    private const string Quiet = """
        { "clusterMetrics": { "appsSubmitted": 41, "appsPending": 0, "appsRunning": 0, "allocatedMB": 0, "allocatedVirtualCores": 1,
          "containersAllocated": 0, "containersReserved": 0, "containersPending": 0 }, "deploying": 0 }
        """;

    [Fact]
    public void Is_quiet_with_a_core_allocated_and_nothing_running() =>
        Assert.Equal(new(Activity.Quiet, 41), Read(Quiet));

    [Theory]
    [InlineData("appsRunning")]
    [InlineData("appsPending")]
    [InlineData("containersAllocated")]
    [InlineData("containersPending")]
    [InlineData("containersReserved")]
    [InlineData("allocatedMB")]
    [InlineData("deploying")]
    public void Is_busy_with_any_load(string figure)
    {
        var sample = Read(With(figure, "2"));
        Assert.Equal((Activity.Busy, $"{figure} is 2"), (sample.Activity, sample.Why));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("null")]
    [InlineData("\"0\"")]
    [InlineData("0.5")]
    [InlineData("1e99")]
    [InlineData("{}")]
    public void Is_unknown_with_a_figure_that_makes_no_sense(string value)
    {
        foreach (var figure in new[] { "appsRunning", "allocatedMB", "appsSubmitted", "deploying" })
            Assert.Equal((Activity.Unknown, $"its YARN metrics have no usable {figure}"), Read(With(figure, value)) is var sample
                ? (sample.Activity, sample.Why) : default);
    }

    [Theory]
    [InlineData("appsRunning")]
    [InlineData("containersReserved")]
    [InlineData("appsSubmitted")]
    [InlineData("deploying")]
    public void Is_unknown_without_a_figure(string figure) =>
        Assert.Equal(Activity.Unknown, Read(Quiet.Replace(figure, "other", StringComparison.Ordinal)).Activity);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("""{ "clusterMetrics": null, "deploying": 0 }""")]
    [InlineData("""{ "clusterMetrics": [], "deploying": 0 }""")]
    [InlineData("""{ "clusterMetrics": {}, "deploying": 0 }""")]
    public void Is_unknown_without_metrics(string json) => Assert.Equal(Activity.Unknown, Read(json).Activity);

    private static string With(string figure, string value) => Quiet
        .Replace($"\"{figure}\": 0", $"\"{figure}\": {value}", StringComparison.Ordinal)
        .Replace($"\"{figure}\": 41", $"\"{figure}\": {value}", StringComparison.Ordinal);

    private static Sample Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return YarnProbe.Read(document.RootElement);
    }
}
