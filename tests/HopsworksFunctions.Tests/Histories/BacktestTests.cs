using HopsworksFunctions.Cli.Backtests;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.Histories;

/// <summary>What other policies would have done on one Tuesday, 2 June 2026, with a cluster that ran all day.</summary>
public sealed class BacktestTests : IDisposable
{
    private static readonly Instant Day = Instant.FromUtc(2026, 6, 2, 0, 0);

    private readonly string folder = Directory.CreateTempSubdirectory("backtest-").FullName;

    [Fact]
    public async Task Hours_that_people_need_are_started_again_or_lost()
    {
        // Busy from 10:00 to 12:00 and from 18:00 to 20:00.
        var test = await RunAsync(Cluster("600b 720q 1080b 1200q"), "mon-fri 08:00-17:00", "'manualHold': '1h'");

        var row = Assert.Single(test.Clusters);
        Assert.Equal(24, row.Was.Hours);
        Assert.InRange(row.Nobody.Hours, 8.7, 9.1);
        Assert.InRange(row.Would.Hours - row.Nobody.Hours, 0.7, 3);
        Assert.InRange(row.BusyHoursLost, 1.9, 2);
        Assert.True(row.StartsByHand >= 1);
        Assert.Equal(0, row.UnknownHours);
        Assert.Equal(row.Would.Usd, decimal.Round((decimal)row.Would.Hours * 2, 2));
    }

    [Fact]
    public async Task A_stop_of_a_busy_cluster_is_named_with_its_time()
    {
        var test = await RunAsync(Cluster("900b 1200q"), "mon-fri 08:00-17:00");

        var stop = test.BusyStops[0];
        Assert.Equal((Day + Duration.FromHours(17), "dev", "all", Reason.WindowEnd), (stop.At, stop.Cluster, stop.Rule, stop.Reason));
        Assert.Equal(test.BusyStops.Count, test.Total.BusyStops);
    }

    [Fact]
    public async Task Hours_up_in_which_it_was_down_are_unknown()
    {
        var down = Cluster("0q") with
        {
            Power = [new(Day, KnownPower.Up), new(Day + Duration.FromHours(9), KnownPower.Down, Cause.Policy)],
        };

        var test = await RunAsync(down, "mon-fri 08:00-17:00");

        Assert.Equal(9, test.Total.Was.Hours);
        Assert.InRange(test.Total.UnknownHours, 7.9, 8);
    }

    [Theory]
    [InlineData(15, 30, 0.0)]
    [InlineData(17, 30, 3.0)]
    public async Task A_hold_that_answers_a_stop_which_the_policies_do_not_make_does_not_count(int hour, int minute, double atLeast)
    {
        // The policies in force stop at 16:00.
        var hold = new HistoryHold(
            Day + Duration.FromHours(hour) + Duration.FromMinutes(minute), HoldState.Up, Day + Duration.FromHours(23), "anna");

        var test = await RunAsync(Cluster("0q") with { Holds = [hold] }, "mon-fri 08:00-19:00");

        Assert.InRange(test.Total.Nobody.Hours - 11, atLeast - 0.5, atLeast + 1.5);
    }

    [Fact]
    public async Task Policies_can_be_compared_with_policies()
    {
        var against = Write("old.json", "mon-fri 08:00-16:00");

        var test = await new Backtester(History(Cluster("0q")), null, _ => { })
            .RunAsync(Write("new.json", "mon-fri 08:00-18:00"), against, TestContext.Current.CancellationToken);

        Assert.InRange(test.Total.Would.Hours - test.Total.Was.Hours, 1.9, 2.1);
        Assert.Null(test.Total.Was.Usd);
    }

    [Fact]
    public async Task Policies_that_are_not_valid_are_named()
    {
        var file = Path.Combine(folder, "new.json");
        await File.WriteAllTextAsync(file, """{ "rules": [ { "nam": "x" } ] }""", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<Cli.Output.CliException>(() => new Backtester(History(Cluster("0q")), null, _ => { })
            .RunAsync(file, null, TestContext.Current.CancellationToken));

        Assert.Contains("new.json", error.Message);
        Assert.Contains("nam", error.Message);
    }

    [Fact]
    public async Task People_read_it_as_a_table_and_as_Markdown()
    {
        var test = await RunAsync(Cluster("900b 1200q"), "mon-fri 08:00-17:00");
        var (text, markdown) = (new StringWriter(), new StringWriter());

        BacktestText.Write(test, text);
        BacktestText.WriteMarkdown(test, markdown);

        Assert.Contains("2026-06-02 17:00  dev (WindowEnd, rule all)", $"{text}");
        Assert.Contains("| dev | all | 24.0 |", $"{markdown}");
        Assert.All(test.Assumptions, assumption => Assert.Contains(assumption, $"{markdown}"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<Backtest> RunAsync(ObservedCluster cluster, string window, string members = "'manualHold': '2h'")
    {
        var prices = PriceTable.Parse("""{ "prices": [ { "cloud": "AZURE", "instanceType": "m", "usdPerHour": 2 } ] }"""u8).Table;
        return await new Backtester(History(cluster), prices, _ => { })
            .RunAsync(Write("new.json", window, members), null, TestContext.Current.CancellationToken);
    }

    private string Write(string name, string window, string members = "'manualHold': '2h'")
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, Policies(window, members));
        return file;
    }

    private static string Policies(string window, string members) => $$"""
        { 'timeZone': 'UTC', 'schedules': { 'office': { 'up': ['{{window}}'] } },
          'rules': [ { 'name': 'all', 'match': {}, 'schedule': 'office', {{members}} } ] }
        """.Replace('\'', '"');

    private static FleetHistory History(ObservedCluster cluster) => new(
        Day, Day + Duration.FromDays(1), 300, 300, 120,
        [new(Day, "v", Policies("mon-fri 08:00-16:00", "'manualHold': '2h'"))], [], [cluster]);

    private static ObservedCluster Cluster(string activity)
    {
        var nodes = new NodeList(Cloud.Azure, null, false, [new("head", "m", 1, 100)], null);
        var facts = new ClusterFacts("dev", null, new Dictionary<string, string>(), [], nodes);
        return new("1", "dev", [new(Day, facts)], [new(Day, KnownPower.Up)], activity, [], []);
    }
}
