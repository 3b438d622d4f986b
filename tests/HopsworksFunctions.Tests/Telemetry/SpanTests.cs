using System.Collections.Concurrent;
using System.Diagnostics;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.Telemetry;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;

namespace HopsworksFunctions.Tests.Telemetry;

/// <summary>The spans of runs. Every test in this process listens to the same source, so each looks for its own trace.</summary>
public sealed class SpanTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly ActivityTraceId trace = ActivityTraceId.CreateRandom();
    private readonly ActivityListener listener;

    public SpanTests()
    {
        listener = new()
        {
            ShouldListenTo = source => source.Name == TelemetrySource.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == trace)
                    ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task A_run_is_a_child_of_the_invocation_that_the_worker_traces_and_bears_its_id()
    {
        await RunAsync(new Bench().Lists(Bench.Running("other")), new("8f1c", "late timer"));

        var run = Assert.Single(ended);
        Assert.Equal(("run", ActivityKind.Internal), (run.DisplayName, run.Kind));
        Assert.Equal(("8f1c", "late timer", "ok", 1),
            (run.GetTagItem("faas.invocation_id"), run.GetTagItem("hopsworks.run.trigger"), run.GetTagItem("hopsworks.run.outcome"),
            run.GetTagItem("hopsworks.run.clusters")));
    }

    [Fact]
    public async Task What_is_sent_is_a_child_of_its_run_with_cluster_reason_and_what_became_of_it()
    {
        var bench = new Bench().Lists(Bench.Dev1, Bench.Running("dev-2")).AnswersStop("dev-1")
            .AnswersStop("dev-2", new(FailureKind.Rejected, "not now", 400));

        await RunAsync(bench, new("r", "timer"));

        var run = ended.Single(s => s.DisplayName == "run");
        var stops = ended.Where(s => s.DisplayName == "stop").OrderBy(s => s.GetTagItem("hopsworks.cluster.name")).ToList();
        Assert.All(stops, s =>
            Assert.Equal(
            (run.SpanId, "windowEnd", "dev"), (s.ParentSpanId, s.GetTagItem("hopsworks.reason"), s.GetTagItem("hopsworks.rule"))));
        Assert.Equal(["dev-1 accepted", "dev-2 failed"],
            stops.Select(s => $"{s.GetTagItem("hopsworks.cluster.name")} {s.GetTagItem("hopsworks.action.outcome")}"));
        Assert.Equal(
            [(ActivityStatusCode.Unset, null), (ActivityStatusCode.Error, "not now")], stops.Select(s => (s.Status, s.StatusDescription)));
    }

    [Fact]
    public async Task A_failed_run_says_why()
    {
        await RunAsync(new Bench { Policies = new(null, "policies.json(1,3): no") }, new("r", "timer"));

        Assert.Equal(
            (ActivityStatusCode.Error, "policies.json(1,3): no"), (Assert.Single(ended).Status, Assert.Single(ended).StatusDescription));
    }

    // A dry run repeats its actions with each run, and each opening of a page makes a plan.
    [Fact]
    public async Task Neither_a_rehearsal_nor_a_look_is_a_trace()
    {
        var rehearsal = new Bench
        {
            Policies = new(PolicyText.Valid(Bench.Office.Replace("{ 'sch", "{ 'dryRun': true, 'sch",
            StringComparison.Ordinal)), null)
        }.Lists(Bench.Dev1);

        await RunAsync(rehearsal, new("r", "timer"));
        await RunAsync(new Bench().Lists(Bench.Dev1), new("r", "HTTP", RunMode.Plan));

        Assert.Equal("run", Assert.Single(ended).DisplayName);
    }

    private async Task RunAsync(Bench bench, RunRequest request)
    {
        using var invocation = new Activity("invocation")
            .SetParentId(trace, ActivitySpanId.CreateFromString("00000000000000a1"), ActivityTraceFlags.Recorded).Start();
        using var span = RunSpan.Begin(request);
        RunSpan.End(span, await bench.RunAsync(request));
        Assert.Equal(invocation.SpanId, span?.ParentSpanId ?? invocation.SpanId);
    }
}
