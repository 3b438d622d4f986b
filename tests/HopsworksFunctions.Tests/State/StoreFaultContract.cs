using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace HopsworksFunctions.Tests.State;

/// <summary>Runs over a real store that fails: no stop is lost, and none is made twice.</summary>
public abstract class StoreFaultContract
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract Task<(IDocumentStore Store, IAuditLog Audit)> OpenAsync();

    /// <summary>Makes every further call to the store fail.</summary>
    protected abstract void Break();

    protected abstract void Mend();

    private async Task<Bench> CreateAsync()
    {
        var (store, audit) = await OpenAsync();
        var bench = new Bench
        {
            Accounts = new DocumentAccountStore(store, "test", NullLogger<DocumentAccountStore>.Instance),
            Audit = audit
        };
        return bench.Lists(Bench.Dev1).AnswersStop("dev-1");
    }

    private static async Task<List<AuditStep>> StopsAsync(Bench bench) =>
        [.. (await bench.AuditedAsync()).Where(e => e.Kind == AuditKind.Stop).Select(e => e.Step!.Value)];

    private static Task<RunReport> NextAsync(Bench bench, params Cluster[] seen)
    {
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        return bench.Lists(seen).RunAsync(new("r2", "test"));
    }

    [Fact]
    public async Task Down_before_the_run_nothing_is_sent_and_the_next_run_makes_up_for_it()
    {
        var bench = await CreateAsync();
        Break();
        var down = await bench.RunAsync();
        Mend();
        var up = await NextAsync(bench, Bench.Dev1);

        Assert.Equal(RunOutcome.Failed, down.Outcome);
        Assert.NotNull(down.Error);
        Assert.Equal(ActionOutcome.Accepted, Assert.Single(up.Clusters).Done);
        bench.StopsOnce("dev-1");
        Assert.Equal([AuditStep.Intent, AuditStep.Accepted], await StopsAsync(bench));
    }

    [Fact]
    public async Task Down_before_the_intent_is_stored_nothing_is_sent_and_the_next_run_makes_up_for_it()
    {
        var bench = await CreateAsync();
        bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(Bench.Dev1).Callback(Break);
        var down = await bench.RunAsync();
        bench.Hopsworks.Verify(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>()), Times.Never);
        Mend();
        await NextAsync(bench, Bench.Dev1);

        Assert.Equal((RunOutcome.Partial, ActionOutcome.Failed), (down.Outcome, down.Clusters[0].Done));
        bench.StopsOnce("dev-1");
        Assert.Equal([AuditStep.Intent, AuditStep.Accepted], await StopsAsync(bench));
    }

    [Fact]
    public async Task Down_after_the_call_the_stop_counts_is_not_repeated_and_its_result_is_found_by_looking()
    {
        var bench = await CreateAsync();
        bench.Hopsworks.Setup(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done).Callback(Break);
        var down = await bench.RunAsync();
        Mend();
        var under = await NextAsync(bench, Bench.Stopping("dev-1"));
        var over = await NextAsync(bench, Bench.Stopped("dev-1"));

        Assert.Equal((RunOutcome.Partial, ActionOutcome.Accepted), (down.Outcome, down.Clusters[0].Done));
        Assert.Contains("part of the run's record could not be stored", down.Error, StringComparison.Ordinal);
        Assert.Equal(Reason.InFlight, under.Clusters[0].Decision.Reason);
        Assert.Equal(RunOutcome.Ok, over.Outcome);
        bench.StopsOnce("dev-1");
        Assert.Equal([AuditStep.Intent, AuditStep.Accepted], await StopsAsync(bench));
    }

    [Fact]
    public async Task Down_in_the_middle_what_is_left_is_not_tried_and_the_next_run_makes_up_for_it()
    {
        var bench = (await CreateAsync()).Lists(Bench.Dev1, Bench.Running("dev-2")).AnswersStop("dev-2");
        bench.Policies = new(PolicyText.Valid("{ 'limits': { 'maxConcurrentActions': 1 }, " + Bench.Office.Trim()[1..]), null);
        bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(Bench.Dev1).Callback(Break);
        var down = await bench.RunAsync();
        bench.Hopsworks.Verify(h => h.GetClusterAsync("dev-2", It.IsAny<CancellationToken>()), Times.Never);
        Mend();
        var up = await NextAsync(bench, Bench.Dev1, Bench.Running("dev-2"));

        Assert.Equal([ActionOutcome.Failed, ActionOutcome.Failed], down.Clusters.Select(c => c.Done));
        Assert.StartsWith("not sent: the run ended early (", down.Clusters[1].Error, StringComparison.Ordinal);
        Assert.Equal([ActionOutcome.Accepted, ActionOutcome.Accepted], up.Clusters.Select(c => c.Done));
        bench.StopsOnce("dev-1");
        bench.StopsOnce("dev-2");
    }

    [Fact]
    public async Task Down_while_many_clusters_are_first_seen_the_next_run_sees_the_others_and_none_goes_unaudited()
    {
        Cluster[] fleet = [.. Enumerable.Range(0, 250).Select(i => Bench.Stopped($"dev-{i:000}"))];
        var (store, audit) = await OpenAsync();
        var batches = 0;
        var breaking = new BreakingDocumentStore(store, () =>
        {
            if (++batches == 2)
                Break();
        });
        var bench = new Bench
        {
            Accounts = new DocumentAccountStore(breaking, "test", NullLogger<DocumentAccountStore>.Instance),
            Audit = audit,
        }.Lists(fleet);

        var down = await bench.RunAsync();
        Mend();
        var stored = (await bench.Accounts.LoadAsync(Stop)).Records.Count;
        var up = await NextAsync(bench, fleet);
        var next = await NextAsync(bench, fleet);

        Assert.Equal((RunOutcome.Failed, RunOutcome.Ok, RunOutcome.Ok), (down.Outcome, up.Outcome, next.Outcome));
        Assert.Equal((100, 250), (stored, (await bench.Accounts.LoadAsync(Stop)).Records.Count));
        var seen = (await audit.ReadAsync(new(Limit: 1000), Stop)).Entries.GroupBy(entry => entry.ClusterId).ToDictionary(g => g.Key!);
        // Only the clusters that were audited when the store broke are audited again.
        Assert.Equal(Enumerable.Range(0, 250).Select(i => i is >= 100 and < 200 ? 2 : 1), fleet.Select(c => seen[c.Id].Count()));
    }

    [Fact]
    public async Task A_record_that_somebody_else_writes_meanwhile_is_not_overwritten_and_the_cluster_waits_for_the_next_run()
    {
        var bench = await CreateAsync();
        var written = false;
        bench.Hopsworks.Setup(h => h.GetClusterAsync("dev-1", It.IsAny<CancellationToken>())).Returns(async () =>
        {
            if (!written)
                await (await bench.Accounts.LoadAsync(Stop))
                    .SaveAsync(new ClusterRecord { ClusterId = "dev-1", Name = "somebody else's" }, Stop);
            written = true;
            return Bench.Dev1;
        });
        var conflict = await bench.RunAsync();
        var kept = (await bench.Accounts.LoadAsync(Stop)).Records["dev-1"].Name;
        await NextAsync(bench, Bench.Dev1);

        Assert.Equal((RunOutcome.Partial, ActionOutcome.Failed, "somebody else's"), (conflict.Outcome, conflict.Clusters[0].Done, kept));
        Assert.StartsWith("not sent: the intent could not be stored (", conflict.Clusters[0].Error, StringComparison.Ordinal);
        bench.StopsOnce("dev-1");
    }
}
