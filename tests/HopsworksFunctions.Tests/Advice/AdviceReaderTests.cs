using System.Net;
using System.Text.Json;
using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using HopsworksFunctions.Tests.Run;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Advice;

/// <summary>Advice for all observed clusters, from what runs record: four weeks of offices that run day and night.</summary>
public sealed class AdviceReaderTests
{
    private const string Policies = """
        { 'timeZone': 'UTC', 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
          'rules': [ { 'name': 'production', 'match': { 'name': 'prod-*' }, 'protect': true, 'observe': true },
                     { 'name': 'dev', 'match': { 'name': 'dev-*' }, 'schedule': 'office', 'observe': true },
                     { 'name': 'rest', 'match': {}, 'schedule': 'office' } ] }
        """;

    private static readonly Instant From = Bench.Evening - Duration.FromDays(28);

    private readonly Bench bench = new()
    {
        Activity = new(new MemoryDocumentStore(), Duration.FromDays(90)), Policies = new(PolicyText.Valid(Policies), null),
        Probe = new NoChecks(),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_observed_clusters_and_the_rules_that_manage_them()
    {
        await LiveAsync();
        var advice = await ReadAsync();

        Assert.Equal(["dev-1", "dev-2", "dev-quiet", "prod-1"], advice.Clusters.Select(cluster => cluster.Name));
        Assert.Equal(["dev", "dev", "dev", "production"], advice.Clusters.Select(cluster => cluster.Rule));
        // No schedule stops a protected cluster.
        var rule = Assert.Single(advice.Rules);
        Assert.Equal(("dev", "office", "mon-fri 08:00-16:00"), (rule.Name, rule.ScheduleName, Assert.Single(rule.Windows!)));
        Assert.Equal((From, Bench.Evening, 0.95), (advice.From, advice.To, advice.Share));
        Assert.Empty(advice.Doubts);
        ApiDocument.Check(
            HttpMethod.Get, "advice", HttpStatusCode.OK, "application/json", JsonSerializer.Serialize(advice, HttpJson.Options));
    }

    [Fact]
    public async Task A_cluster_is_advised_alone_as_among_others()
    {
        await LiveAsync();
        var alone = (await Reader().AdviseAsync("dev-1", From, Bench.Evening, 0.95, Stop))!;
        var text = JsonSerializer.Serialize(alone, HttpJson.Options);

        Assert.Equal(JsonSerializer.Serialize((await ReadAsync()).Clusters[0], HttpJson.Options), text);
        Assert.Equal((730, 173.8), (alone.Month!.Seen, alone.Month.Advised));
        Assert.Null(await Reader().AdviseAsync("nobody", From, Bench.Evening, 0.95, Stop));
        ApiDocument.Check(HttpMethod.Get, "advice", HttpStatusCode.OK, "application/json", text);
    }

    [Fact]
    public async Task One_rule_has_its_own_clusters_only_and_an_unknown_one_is_refused()
    {
        await LiveAsync();
        var advice = await ReadAsync("dev");

        Assert.Equal(("dev", 3, 1), (advice.Rule, advice.Clusters.Count, advice.Rules.Count));
        Assert.Equal(["production", "dev", "rest"], (await Assert.ThrowsAsync<UnknownRuleException>(() => ReadAsync("dve"))).Rules);
    }

    [Fact]
    public async Task Without_a_listing_the_rules_are_those_of_the_last_run()
    {
        await LiveAsync();
        bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiFailure(FailureKind.Unreachable, "No way."));
        var advice = await ReadAsync();

        Assert.Equal("dev", Assert.Single(advice.Rules).Name);
        Assert.Contains("No way.", Assert.Single(advice.Doubts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_looked_there_is_none()
    {
        await LiveAsync();
        var before = await Reader().AdviseAllAsync(null, From - Duration.FromDays(40), From - Duration.FromDays(10), 0.95, Stop);
        var after = await Reader().AdviseAllAsync(
            null, Bench.Evening + Duration.FromDays(1), Bench.Evening + Duration.FromDays(30), 0.95, Stop);

        Assert.All(before.Clusters.Concat(after.Clusters), cluster =>
            Assert.Equal((AdviceVerdict.TooFewDays, 0), (cluster.Verdict, cluster.DaysSeen)));
    }

    [Fact]
    public async Task A_fleet_is_a_table_of_a_line_each()
    {
        await LiveAsync();
        using var output = new StringWriter();
        // The command line reads the answer like this.
        var answer = JsonSerializer.Serialize(await ReadAsync(), HttpJson.Options);
        AdviceTable.Write(JsonSerializer.Deserialize<FleetAdvice>(answer, HttpJson.Options)!, output);

        var (heading, table) = (output.ToString().Split('\n')[0], output.ToString()[(output.ToString().IndexOf('\n') + 1)..]);
        Assert.Contains("from 2026-05-04 20:00Z to 2026-06-01 20:00Z", heading, StringComparison.Ordinal);
        Assert.Equal(
            """
                              Advice                 Was  Advised  Saved USD
              Rule
                dev (office)  mon-fri 08:00-16:00  2,190      521          ?
              Cluster
                dev-1         mon-fri 08:00-16:00    730      174          ?
                dev-2         mon-fri 08:00-16:00    730      174          ?
                dev-quiet     never busy             730        -          -
                prod-1        mon-fri 08:00-16:00    730      174          ?

            """, table);
        Assert.All(table.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task A_rule_that_was_asked_for_says_how_to_play_its_windows()
    {
        await LiveAsync();
        using var output = new StringWriter();
        AdviceTable.Write(await Reader().AdviseAllAsync("dev", From, Bench.Evening, 0.95, Stop), output);

        Assert.Contains("hops backtest --advised dev.", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Stores four weeks as runs would have; other-1 is not observed.</summary>
    private async Task LiveAsync()
    {
        string[] names = ["prod-1", "dev-2", "dev-1", "dev-quiet", "other-1"];
        bench.Lists([.. names.Select(Bench.Running)]);
        foreach (var name in names)
        {
            await bench.Audit.AppendAsync(
                new(From - Duration.FromHours(2), "r", "test", AuditKind.CameUp, "") { ClusterId = name, ClusterName = name }, Stop);
            await bench.Audit.AppendAsync(
                new(From, "r", "test", AuditKind.CameUp, "") { ClusterId = name, ClusterName = name, Left = From }, Stop);
        }
        var office = PolicyText.Schedule("UTC", "mon-fri 08:00-16:00");
        var changes = names[..3].SelectMany(name => office.After(From).TakeWhile(boundary => boundary.At < Bench.Evening)
            .Select(boundary => new ActivityChange(name, boundary.Up ? Activity.Busy : Activity.Quiet, boundary.At)));
        await bench.Activity!.AppendAsync([.. changes.Concat(Mondays("dev-quiet")).Concat(names[..3].SelectMany(Mondays))
            .OrderBy(change => change.At).ThenByDescending(change => change.Activity)], Stop);
        await bench.RunAsync();
    }

    /// <summary>Returns an activity for the start of each week, where the record begins anew.</summary>
    private static IEnumerable<ActivityChange> Mondays(string name) => Enumerable.Range(0, 5)
        .Select(week => UtcDay.StartOf(ActivityWeek.Of(From).PlusWeeks(week))).Select(at => new ActivityChange(name, Activity.Quiet, at));

    private Task<FleetAdvice> ReadAsync(string? rule = null) => Reader().AdviseAllAsync(rule, From, Bench.Evening, 0.95, Stop);

    private AdviceReader Reader()
    {
        var hopsworks = new HopsworksClient(Mock.Of<IHopsworksApi>(MockBehavior.Strict), bench.Time, NullLogger<HopsworksClient>.Instance);
        return new(
            bench.Store, new(bench.Audit, null), bench.Activity!, new HistoryReader(bench.Store, bench.Audit, bench.Activity!, bench.Time),
            new(bench.Hopsworks.Object, bench.PolicySource), new PriceResolver([], new(hopsworks, bench.Time), bench.Time), bench.Time);
    }

    private sealed class NoChecks : Core.IdleProbes.IActivityChecks
    {
        public ValueTask<IReadOnlyDictionary<string, Sample>> ProbeAsync(
            IReadOnlyList<Core.IdleProbes.ProbeTarget> targets, CancellationToken cancellationToken) =>
            new(targets.ToDictionary(target => target.Cluster.Id, _ => new Sample(Activity.Quiet)));
    }
}
