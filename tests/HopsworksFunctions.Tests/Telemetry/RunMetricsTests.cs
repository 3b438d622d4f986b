using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Telemetry;

public sealed class RunMetricsTests : IDisposable
{
    private readonly MeasuredRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Fact]
    public async Task A_run_measures_what_it_saw_decided_and_did()
    {
        runs.Bench.Lists(Bench.Dev1, Bench.Running("dev-2"), Bench.Running("other")).AnswersStop("dev-1")
            .AnswersStop("dev-2", new(FailureKind.Rejected, "no", 400));

        await runs.RunAsync();

        Assert.Equal("partial = 0", Assert.Single(runs.Of("run.duration")));
        Assert.Equal(["windowEnd = 2", "noRule = 1"], runs.Of("decisions"));
        Assert.Equal(["stop accepted = 1", "stop failed = 1"], runs.Of("actions").Order());
        Assert.Equal("running = 3", Assert.Single(runs.Of("clusters")));
    }

    [Fact]
    public async Task What_people_ask_for_counts_as_an_action_too()
    {
        runs.Bench.Metrics = runs.Metrics;
        runs.Bench.Lists(Bench.Dev1).AnswersStop("dev-1");

        await runs.Bench.AskAsync(
            "dev-1", ClusterAction.Stop, null, new("anna", "HTTP", "8f1c"), dryRun: false, TestContext.Current.CancellationToken);

        Assert.Equal("hopsworks.actions stop accepted = 1", Assert.Single(runs.Lines));
    }

    [Fact]
    public async Task A_state_or_an_incident_that_is_no_more_falls_to_zero()
    {
        runs.Bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>())).ReturnsAsync(
            new ApiResult<IReadOnlyList<Cluster>>(null, new ApiFailure(FailureKind.KeyRefused, "refused", 401)));
        await runs.RunAsync();
        Assert.Equal("key = 1", Assert.Single(runs.Of("incidents.begun")));
        Assert.Equal("key = 1", Assert.Single(runs.Of("incidents.open")));
        Assert.Empty(runs.Of("clusters"));

        runs.Bench.Lists(Bench.Dev1).AnswersStop("dev-1");
        await runs.RunAsync();
        Assert.Empty(runs.Of("incidents.begun"));
        Assert.Equal("key = 0", Assert.Single(runs.Of("incidents.open")));

        runs.Bench.Lists(Bench.Stopping("dev-1"));
        await runs.RunAsync();
        Assert.Equal(["running = 0", "stopping = 1"], runs.Of("clusters").Order());
    }

    [Fact]
    public async Task Measurements_of_activity_are_counted_by_what_they_found()
    {
        var probe = new Mock<IActivityChecks>();
        probe.Setup(p => p.ProbeAsync(It.IsAny<IReadOnlyList<ProbeTarget>>(), It.IsAny<CancellationToken>())).ReturnsAsync(
            new Dictionary<string, Sample>
            {
                ["dev-1"] = Sample.Busy("a job runs"), ["dev-2"] = Sample.Unknown("no answer"),
                ["dev-3"] = Sample.Unknown("no answer")
            });
        using var idle = new MeasuredRuns
        {
            Bench = new()
            {
                Probe = probe.Object,
                Policies = new(PolicyText.Valid(
                    "{ 'rules': [ { 'name': 'dev', 'match': { 'name': 'dev-*' }, 'idle': { 'after': '45m', 'samples': 3 } } ] }"), null),
            },
        };
        idle.Bench.Lists(Bench.Dev1, Bench.Running("dev-2"), Bench.Running("dev-3"), Bench.Running("other"));

        await idle.RunAsync();

        Assert.Equal(["busy = 1", "unknown = 2"], idle.Of("probes").Order());
    }

    [Fact]
    public async Task The_age_and_the_rest_of_the_keys_life_are_in_days()
    {
        var now = Bench.Evening.ToDateTimeOffset();
        runs.Bench.Lists(Bench.Running("other"));

        await runs.RunAsync(new("vault", "4f0b", ExpiresOn: now.AddHours(36), CreatedOn: now.AddDays(-90)));
        Assert.Equal(("90", "1.5"), (runs.Of("key.age").Single()[2..], runs.Of("key.expires_in").Single()[2..]));

        await runs.RunAsync(new("HOPSWORKSAI_API_KEY"));
        Assert.Empty(runs.Of("key.age").Concat(runs.Of("key.expires_in")));
    }

    [Fact]
    public async Task Node_hours_saved_grow_with_each_look_at_a_cluster_that_the_policies_stopped()
    {
        var two = Bench.Dev1 with
        {
            Head = new("head", "m5.2xlarge", 512, 1),
            Workers = [new("m5.2xlarge", 512, 1), new("m5.2xlarge", 512, 4, new(100, true))]
        };
        runs.Bench.Lists(two, Bench.Running("other")).AnswersStop("dev-1");
        await runs.RunAsync();

        // The hour in which the cluster stopped is paid for.
        Assert.Equal(["", "2", "2"],
            [await NextAsync(Bench.Stopped("dev-1")), await NextAsync(Bench.Stopped("dev-1")), await NextAsync(Bench.Stopped("dev-1"))]);
        // Nobody knows who started the cluster, or when.
        Assert.Equal(["", ""], [await NextAsync(Bench.Dev1), await NextAsync(Bench.Dev1)]);

        async Task<string> NextAsync(Cluster dev1)
        {
            runs.Bench.Time.Advance(TimeSpan.FromHours(1));
            runs.Bench.Lists(dev1, Bench.Running("other"));
            await runs.RunAsync();
            return string.Concat(runs.Of("node_hours.saved").Select(line => line.TrimStart('=', ' ')));
        }
    }

    // A dimension with the name of a cluster or rule would create a series, and a cost, for each name.
    [Fact]
    public async Task No_series_is_named_after_a_cluster_a_rule_or_an_invocation()
    {
        runs.Bench.Lists(Bench.Dev1, Bench.Running("other")).AnswersStop("dev-1");

        await runs.RunAsync();

        Assert.All(["dev", "other", "dev-1", "r", "test"], name =>
            Assert.DoesNotContain(runs.Lines, line => line.Split(' ').Contains(name)));
    }

    [Fact]
    public void A_run_that_another_one_kept_out_counts_as_skipped_and_says_nothing_of_the_fleet()
    {
        runs.Record(new()
        {
            Id = "r", Account = "a", Trigger = "timer", StartedAt = Bench.Evening, FinishedAt = Bench.Evening
            + Duration.FromMilliseconds(40), Outcome = RunOutcome.Skipped
        });

        Assert.Equal("hopsworks.run.duration skipped = 0.04", Assert.Single(runs.Lines));
    }
}
