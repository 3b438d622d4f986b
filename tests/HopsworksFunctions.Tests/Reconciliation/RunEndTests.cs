using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>What a run reports if the store fails partway.</summary>
public sealed class RunEndTests
{
    private static readonly StateUnavailableException Full = new("The disk is full.");

    private readonly FailingDocumentStore store = new(new MemoryDocumentStore());

    private Bench Create() =>
        new Bench { Accounts = new DocumentAccountStore(store, "test", NullLogger<DocumentAccountStore>.Instance) }.Lists(Bench.Dev1);

    [Fact]
    public async Task A_run_whose_summary_cannot_be_stored_is_told_of_once_and_its_actions_count()
    {
        store.OnWrite = (kind, _) => kind == "runs" ? Full : null;
        var bench = Create().AnswersStop("dev-1");

        var report = await bench.RunAsync();

        Assert.Equal((RunOutcome.Partial, ActionOutcome.Accepted), (report.Outcome, report.Clusters[0].Done));
        Assert.Equal("all actions are done, but part of the run's record could not be stored: The disk is full.", report.Error);
        Assert.Single(bench.Log.Collector.GetSnapshot(), record =>
            record.Message.Contains("test run r: Partial, 1 clusters, 1 stopped", StringComparison.Ordinal));
        bench.StopsOnce("dev-1");
    }

    [Fact]
    public async Task Notices_that_were_stored_are_told_although_the_run_fails_after_them()
    {
        store.OnWrite = (kind, _) => kind == "record" ? Full : null;
        var bench = Create();
        bench.Policies = bench.Policies with { Error = "policies.json(1,1): error" };

        var report = await bench.RunAsync();

        Assert.Equal((RunOutcome.Failed, "The disk is full."), (report.Outcome, report.Error));
        Assert.Equal(EventKind.Config, Assert.Single(report.Notices).Kind);
        Assert.Single(
            bench.Log.Collector.GetSnapshot(), record => record.Message.StartsWith("Notice Config begins", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_incident_that_cannot_be_stored_after_the_actions_begins_at_the_next_run()
    {
        store.OnWrite = (kind, _) => kind == "incident" ? Full : null;
        var bench = Create().AnswersStop("dev-1", new(Core.Hopsworks.FailureKind.KeyRefused, "refused", 403));

        var report = await bench.RunAsync();
        store.OnWrite = (_, _) => null;
        var next = await bench.Lists(Bench.Dev1).RunAsync(new("r2", "test"));

        Assert.Equal(RunOutcome.Failed, report.Outcome);
        Assert.Contains("The disk is full.", report.Error, StringComparison.Ordinal);
        Assert.Equal((EventKind.Key, false), (next.Notices[0].Kind, next.Notices[0].Over));
    }
}
