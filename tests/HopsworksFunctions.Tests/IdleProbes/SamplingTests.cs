using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;

namespace HopsworksFunctions.Tests.IdleProbes;

/// <summary>
/// The effect of activity checks five minutes apart: <c>q41</c> is idle with 41 applications submitted, <c>b</c> is active, and <c>?</c> is
/// unknown.
/// </summary>
public sealed class SamplingTests
{
    [Theory]
    [InlineData("q41", 1, 0)]
    [InlineData("q41 q41 q41", 3, 10)]
    [InlineData("b q41 q41", 2, 5)]
    [InlineData("q41 q41 b", null, null)]
    [InlineData("q41 q41 ?", null, null)]
    [InlineData("q41 ? q41", 1, 0)]
    [InlineData("q41 q41 q42", null, null)]
    [InlineData("q41 q41 q42 q42 q42", 2, 5)]
    [InlineData("q41 q41 q7", null, null)]
    [InlineData("q41 q41 q", null, null)]
    [InlineData("q q q", 3, 10)]
    public void Quiet_samples_count_while_nothing_ran_in_between(string samples, int? count, int? minutes)
    {
        var quiet = After(samples).Quiet;
        Assert.Equal((count, minutes), (quiet?.Samples, (int?)(quiet?.Last - quiet?.Since)?.TotalMinutes));
    }

    [Theory]
    [InlineData("? ? ?", 3)]
    [InlineData("? ? q41 ?", 1)]
    [InlineData("? ? b", null)]
    [InlineData("? q41", null)]
    public void Unknown_ones_are_counted_until_one_tells(string samples, int? count) =>
        Assert.Equal(count, After(samples).Unmeasured?.Samples);

    [Fact]
    public void A_stop_ends_both_counts()
    {
        var stopped = Bench.Dev1 with { State = ClusterState.Stopped };
        Assert.Null(See(After("? ?"), stopped, null, 9).Unmeasured);
        Assert.Null(See(After("q1 q1"), stopped, null, 9).Quiet);
    }

    [Theory]
    [InlineData(2, 2, Activity.Quiet)]
    [InlineData(3, 2, Activity.Busy)]
    [InlineData(1, 2, Activity.Unknown)]
    [InlineData(0, 0, Activity.Quiet)]
    [InlineData(4, null, Activity.Unknown)]
    public void Autoscaled_workers_are_a_hint(int workers, int? minimum, Activity expected)
    {
        var autoscale = minimum is { } min ? new Autoscale("m", 256, min, 10, 0.5, Duration.FromMinutes(5)) : null;
        var cluster = Bench.Dev1 with { Autoscale = autoscale, Workers = [new("m", 256, workers), new("other", 256, 7)] };
        Assert.Equal(expected, AutoscaledWorkersProbe.Read(cluster).Activity);
    }

    private static ClusterRecord After(string samples)
    {
        ClusterRecord? record = null;
        foreach (var (index, word) in samples.Split(' ').Index())
        {
            var sample = word[0] switch
            {
                'q' => new Sample(Activity.Quiet, word.Length == 1 ? null : long.Parse(word.AsSpan(1), null)),
                'b' => Sample.Busy("appsRunning is 1"),
                _ => Sample.Unknown("no answer"),
            };
            record = See(record, Bench.Dev1, sample, index);
        }
        return record!;
    }

    private static ClusterRecord See(ClusterRecord? record, Cluster cluster, Sample? sample, int tick) =>
        ClusterObserver.Observe(record, cluster, null, sample, Limits.BuiltIn.Retry, Bench.Evening + Duration.FromMinutes(5 * tick));
}
