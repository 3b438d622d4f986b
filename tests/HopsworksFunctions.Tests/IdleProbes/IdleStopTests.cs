using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;

namespace HopsworksFunctions.Tests.IdleProbes;

/// <summary>Idle stops by the reconciler. Runs are five minutes apart, under a rule that needs three idle results in ten minutes.</summary>
public sealed class IdleStopTests
{
    private static readonly Sample Quiet = new(Activity.Quiet, 41);
    private static readonly Sample Busy = Sample.Busy("appsRunning is 1");
    private static readonly Sample Unknown = Sample.Unknown("its certificate is not trusted");

    [Fact]
    public async Task An_idle_cluster_is_stopped_after_its_samples_and_one_more_right_before()
    {
        var (bench, probe) = Idle(Quiet, Quiet, Quiet, Quiet);
        var runs = await RunsAsync(bench.AnswersStop("dev-1"), 3);

        Assert.Equal([ActionOutcome.Nothing, ActionOutcome.Nothing, ActionOutcome.Accepted], runs.Select(r => r.Clusters[0].Done));
        Assert.Equal(Reason.Idle, runs[2].Clusters[0].Decision.Reason);
        Assert.Empty(probe.Left);
        bench.StopsOnce("dev-1");
    }

    [Fact]
    public async Task Somebody_who_comes_back_at_the_last_moment_prevents_the_stop()
    {
        var (bench, _) = Idle(Quiet, Quiet, Quiet, Busy, Quiet);
        var runs = await RunsAsync(bench, 4);

        Assert.Equal([ActionOutcome.Nothing, ActionOutcome.Nothing, ActionOutcome.NoLongerDue, ActionOutcome.Nothing],
            runs.Select(r => r.Clusters[0].Done));
        Assert.Equal(1, bench.Store.Records["dev-1"].Quiet!.Samples);
    }

    [Fact]
    public async Task Something_that_ran_since_the_last_run_prevents_it_too()
    {
        var (bench, _) = Idle(Quiet, Quiet, Quiet, Quiet with { AppsSubmitted = 42 });
        Assert.Equal(ActionOutcome.NoLongerDue, (await RunsAsync(bench, 3))[2].Clusters[0].Done);
    }

    [Theory]
    [InlineData("qqbqqbqqb")]
    [InlineData("qq?qq?qq?")]
    [InlineData("?????????")]
    public async Task What_is_busy_or_unknown_in_between_is_never_stopped(string samples)
    {
        var (bench, _) = Idle([.. samples.Select(c => c switch { 'q' => Quiet, 'b' => Busy, _ => Unknown })]);
        Assert.All(await RunsAsync(bench, samples.Length), run => Assert.Equal(ActionOutcome.Nothing, run.Clusters[0].Done));
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_measured_is_told_of_once_and_once_when_it_can_be()
    {
        var (bench, _) = Idle([.. Enumerable.Repeat(Unknown, 8), Busy, Busy]);
        var runs = await RunsAsync(bench, 10);

        var told = runs.Index().SelectMany(run => run.Item.Notices.Select(notice => (run.Index, notice.Kind, notice.Over))).ToList();
        Assert.Equal([(5, EventKind.Probe, false), (8, EventKind.Probe, true)], told);
        Assert.Equal("dev-1: activity check failing, so it will not be stopped when idle. Its certificate is not trusted.",
            runs[5].Notices[0].Message);
    }

    [Fact]
    public async Task A_look_measures_but_remembers_nothing()
    {
        var (bench, probe) = Idle(Quiet);
        await bench.RunAsync(new("r", "test", RunMode.Plan));

        Assert.Empty(probe.Left);
        Assert.Empty(bench.Store.Records);
    }

    [Fact]
    public async Task A_look_that_measures_nothing_goes_by_what_the_last_run_measured()
    {
        var (bench, probe) = Idle(Quiet, Quiet);
        await RunsAsync(bench, 2);
        var look = (await bench.RunAsync(new("r", "test", RunMode.Plan) { Measure = false })).Clusters[0];

        Assert.Equal((Reason.NoSchedule, 2), (look.Decision.Reason, look.Decision.Record.Quiet!.Samples));
        Assert.Equal(2, probe.Asked.Count);
    }

    [Fact]
    public async Task Only_running_clusters_whose_rule_asks_for_it_are_measured()
    {
        var (bench, probe) = Idle(Quiet);
        await bench.Lists(Bench.Dev1, Bench.Running("other"), Bench.Stopping("dev-2")).RunAsync();

        Assert.Equal(["dev-1"], Assert.Single(probe.Asked));
    }

    private static (Bench Bench, Scripted Probe) Idle(params Sample[] samples)
    {
        var probe = new Scripted(samples);
        var bench = new Bench
        {
            Probe = probe,
            Policies = new(PolicyText.Valid(
                "{ 'rules': [ { 'name': 'idle', 'match': { 'name': 'dev-*' }, 'idle': { 'after': '10m', 'samples': 3 } } ] }"), null),
        };
        return (bench.Lists(Bench.Dev1), probe);
    }

    private static async Task<List<RunReport>> RunsAsync(Bench bench, int count)
    {
        var runs = new List<RunReport>();
        for (var i = 0; i < count; i++)
        {
            runs.Add(await bench.RunAsync());
            bench.Reads(Bench.Dev1).Time.Advance(TimeSpan.FromMinutes(5));
        }
        return runs;
    }

    private sealed class Scripted(IEnumerable<Sample> samples) : IActivityChecks
    {
        public Queue<Sample> Left { get; } = new(samples);
        public List<string[]> Asked { get; } = [];

        public ValueTask<IReadOnlyDictionary<string, Sample>> ProbeAsync(
            IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
        {
            Asked.Add([.. targets.Select(t => t.Cluster.Id)]);
            return new(targets.ToDictionary(t => t.Cluster.Id, _ => Left.Dequeue()));
        }
    }
}
