using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.State;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>The activity that runs record of clusters with rules that observe them.</summary>
public sealed class ObserveTests : IActivityChecks
{
    private readonly List<string> probed = [];
    private readonly Bench bench;
    private Activity now = Activity.Busy;

    public ObserveTests()
    {
        var store = new MemoryDocumentStore();
        bench = new() { Probe = this, Activity = new(store, Duration.FromDays(90)), PolicyHistory = new(store, Duration.FromDays(90)) };
        Use("""{ 'rules': [ { 'name': 'all', 'match': {}, 'observe': true } ] }""");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask<IReadOnlyDictionary<string, Sample>> ProbeAsync(
        IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        probed.AddRange(targets.Select(target => target.Cluster.Id));
        return new(targets.ToDictionary(target => target.Cluster.Id, _ => new Sample(now)));
    }

    [Fact]
    public async Task Keeps_changes_only()
    {
        await RunsAsync("bbqq?bb");

        Assert.Equal("20:00 Busy, 20:10 Quiet, 20:20 Unknown, 20:25 Busy", await KeptAsync());
    }

    [Theory]
    [InlineData("""{ 'rules': [ { 'name': 'all', 'match': {}, 'protect': true, 'observe': true } ] }""", true)]
    [InlineData("""{ 'rules': [ { 'name': 'all', 'match': {}, 'manage': false, 'observe': true } ] }""", true)]
    [InlineData("""{ 'rules': [ { 'name': 'all', 'match': {} } ], 'defaults': { 'observe': true } }""", true)]
    [InlineData("""{ 'rules': [ { 'name': 'all', 'match': {}, 'observe': false } ], 'defaults': { 'observe': true } }""", false)]
    [InlineData("""{ 'rules': [ { 'name': 'all', 'match': {}, 'idle': { 'after': '9h' } } ] }""", false)]
    public async Task Keeps_it_where_the_policies_say_so_whatever_else_they_do(string policies, bool kept)
    {
        Use(policies);
        await RunsAsync("bq");

        Assert.Equal(kept ? "20:00 Busy, 20:05 Quiet" : "", await KeptAsync());
    }

    [Fact]
    public async Task A_check_for_the_history_stops_nothing_and_its_failing_is_no_incident()
    {
        Use("""
            { 'timeZone': 'UTC', 'schedules': { 'office': { 'up': ['mon-fri 07:00-23:00'] } },
              'rules': [ { 'name': 'all', 'match': {}, 'observe': true, 'schedule': 'office',
                           'drain': { 'idle': '20m', 'atMost': '4h' } } ] }
            """);
        await RunsAsync("qqqqqqqq????????");

        Assert.Equal("20:00 Quiet, 20:40 Unknown", await KeptAsync());
        var record = bench.Store.Records["dev-1"];
        Assert.Null(record.Quiet);
        Assert.Null(record.Unmeasured);
        Assert.Empty(await bench.AuditedAsync());
    }

    [Fact]
    public async Task A_cluster_that_stops_begins_anew_when_it_runs_again()
    {
        await RunsAsync("b");
        bench.Lists(Bench.Stopped("dev-1"));
        await RunsAsync("bb");
        Assert.Null(bench.Store.Records["dev-1"].Observed);
        await RunsAsync("bq", Bench.Dev1);

        Assert.Equal(3, probed.Count);
        Assert.Equal("20:00 Busy, 20:20 Quiet", await KeptAsync());
    }

    [Fact]
    public async Task Without_its_rule_it_is_unknown()
    {
        await RunsAsync("b");
        Use("""{ 'rules': [ { 'name': 'all', 'match': {} } ] }""");
        await RunsAsync("bb");

        Assert.Equal("20:00 Busy, 20:05 Unknown", await KeptAsync());
    }

    [Fact]
    public async Task What_no_run_saw_is_unknown()
    {
        await RunsAsync("bb");
        bench.Time.Advance(TimeSpan.FromHours(3));
        await RunsAsync("bb");

        Assert.Equal("20:00 Busy, 20:10 Unknown, 23:10 Busy", await KeptAsync());
    }

    [Fact]
    public async Task A_plan_measures_nothing_for_the_history()
    {
        bench.Lists(Bench.Dev1);
        await bench.RunAsync(new("r", "test", Core.Runs.RunMode.Plan));

        Assert.Empty(probed);
        Assert.Equal("", await KeptAsync());
    }

    [Fact]
    public async Task Clusters_are_checked_first_where_a_decision_needs_it()
    {
        Use("""
            { 'rules': [ { 'name': 'idle', 'match': { 'name': '*-2' }, 'idle': { 'after': '9h' } },
                         { 'name': 'all', 'match': {}, 'observe': true } ] }
            """);
        await RunsAsync("b", Bench.Dev1, Bench.Running("dev-2"), Bench.Running("dev-3"));

        Assert.Equal(["dev-2", "dev-1", "dev-3"], probed);
    }

    [Fact]
    public async Task The_history_is_read_by_name_and_forgotten()
    {
        await RunsAsync("bbqq");
        bench.Lists(Bench.Stopped("dev-1"));
        await RunsAsync("bb");
        var reader = new HistoryReader(bench.Store, bench.Audit, bench.Activity!, bench.Time);
        var (from, to) = (Bench.Evening - Duration.FromHours(1), Bench.Evening + Duration.FromHours(5));

        var history = await reader.ReadAsync("dev-1", from, to, Stop);
        var forgotten = await reader.ForgetAsync("dev-1", Stop);
        var afterwards = await reader.ReadAsync("dev-1", from, to, Stop);

        Assert.Equal(
            "19:00 Unknown , 20:00 Busy , 20:10 Quiet , 20:15 Unknown , 20:20 Down hand, until 20:25",
            string.Join(", ", history!.Stretches.Select(s => $"{s.From.InUtc():HH:mm} {s.State} {s.By}"))
                + $", until {history.Stretches[^1].To.InUtc():HH:mm}");
        Assert.Equal(("dev-1", 1), (forgotten.Id, forgotten.Weeks));
        Assert.Equal((0, 0), (afterwards!.Hours.Busy, afterwards.Hours.Quiet));
        Assert.Equal(history.Hours.Down, afterwards.Hours.Down);
        Assert.Null(await reader.ReadAsync("dev-2", from, to, Stop));
    }

    [Fact]
    public async Task Keeps_what_a_cluster_is_when_that_changes()
    {
        var small = Bench.Dev1 with { Tags = new Dictionary<string, string> { ["team"] = "a", ["owner"] = "b" } };
        var same = small with { Tags = new Dictionary<string, string> { ["owner"] = "b", ["team"] = "a" } };
        await RunsAsync("bb", small);
        await RunsAsync("bb", same);
        await RunsAsync("b", same with { Workers = [new("m", 100, 2)] });
        await RunsAsync("b", same with { Workers = [new("m", 100, 3)] });
        await RunsAsync("b", same with { Workers = [new("m", 100, 3)], Tags = small.Tags.Take(1).ToDictionary() });
        Use("""{ 'rules': [ { 'name': 'all', 'match': {} } ] }""");
        await RunsAsync("b", small);

        Assert.Equal(
            ["20:00 2 tags, 0 workers", "20:20 2 tags, 2 workers", "20:25 2 tags, 3 workers", "20:30 1 tags, 3 workers"],
            (await PastAsync()).Select(kept =>
                $"{kept.At.InUtc():HH:mm} {kept.Facts.Tags.Count} tags, {kept.Facts.Workers!.Sum(w => w.Count)} workers"));
    }

    [Fact]
    public async Task A_stop_and_a_start_change_nothing_of_what_it_is()
    {
        Use("""
            { 'timeZone': 'UTC', 'schedules': { 'office': { 'up': ['mon-fri 07:00-20:05'] } },
              'rules': [ { 'name': 'all', 'match': {}, 'observe': true, 'schedule': 'office' } ] }
            """);
        var running = Bench.Dev1 with { Workers = [new("m", 100, 2)] };
        bench.AnswersStop("dev-1").Hopsworks
            .Setup(h => h.AddWorkersAsync("dev-1", It.IsAny<IReadOnlyList<WorkerGroup>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Core.Hopsworks.ApiResult(null));
        await RunsAsync("bb", running);
        await RunsAsync("bb", Bench.Stopping("dev-1"));
        await RunsAsync("bb", Bench.Stopped("dev-1"));
        await RunsAsync("b", Bench.Dev1);
        await RunsAsync("b", running);

        Assert.Equal("20:00", string.Join(", ", (await PastAsync()).Select(f => $"{f.At.InUtc():HH:mm}")));
    }

    [Fact]
    public async Task Keeps_which_policies_were_in_force_and_when_nobody_looked()
    {
        await RunsAsync("bb");
        Use("""{ 'rules': [ { 'name': 'all', 'match': {} } ] }""");
        await RunsAsync("bb");
        bench.Time.Advance(TimeSpan.FromHours(1));
        await RunsAsync("bb");
        bench.Time.Advance(TimeSpan.FromMinutes(4));
        await RunsAsync("b");

        var kept = await bench.PolicyHistory!.ReadAsync(Bench.Evening, Bench.Evening + Duration.FromDays(1), Stop);
        var names = kept.Select(change => change.Version).Distinct().ToList();
        Assert.Equal(
            "20:00 0, 20:10 1, 20:20 2, 21:20 1",
            string.Join(", ", kept.Select(change => $"{change.At.InUtc():HH:mm} {names.IndexOf(change.Version)}")));
        Assert.Null(names[2]);
    }

    private async Task<List<DatedFacts>> PastAsync() =>
        [.. (await bench.Activity!.ReadAllAsync(Bench.Evening, Bench.Evening + Duration.FromDays(1), Stop)).FactsOf("dev-1")];

    private void Use(string policies) => bench.Policies = new(PolicyText.Valid(policies), null);

    /// <param name="activities">One letter for each run; the runs are five minutes apart.</param>
    private async Task RunsAsync(string activities, params Cluster[] clusters)
    {
        if (clusters.Length > 0 || bench.Store.Records.Count == 0)
            bench.Lists(clusters.Length > 0 ? clusters : [Bench.Dev1]);
        foreach (var letter in activities)
        {
            now = letter switch { 'b' => Activity.Busy, 'q' => Activity.Quiet, _ => Activity.Unknown };
            Assert.Equal(RunOutcome.Ok, (await bench.RunAsync()).Outcome);
            bench.Time.Advance(TimeSpan.FromMinutes(5));
        }
    }

    /// <summary>Returns the recorded changes without the first, which is unknown activity from the week's start.</summary>
    private async Task<string> KeptAsync() => string.Join(", ",
        (await bench.Activity!.ReadAsync("dev-1", Bench.Evening, Bench.Evening + Duration.FromDays(1), Stop)).Skip(1)
            .Select(change => $"{change.At.InUtc():HH:mm} {change.Activity}"));
}
