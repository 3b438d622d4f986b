using System.Text.Json;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Forecasts;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using NodaTime;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Reports.Forecasts;

/// <summary>
/// A forecast of a Tuesday in November 2026 from closed days, and from the log alone. Clocks went back on October 25 in Stockholm, and on
/// November 1 in New York.
/// </summary>
public sealed class ForecastReaderTests
{
    private const string Policies = """
        { 'timeZone': 'UTC', 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
          'rules': [ { 'name': 'lab', 'match': { 'name': 'lab' }, 'schedule': 'office', 'start': false },
                     { 'name': 'dev', 'match': {}, 'schedule': 'office' } ] }
        """;

    private static readonly Instant Now = At("2026-11-10 15:00");
    private static readonly NodeList Small = Nodes(Cloud.Azure, "westeurope", null, new NodeGroup("head", "m", 1, 100));
    private static readonly NodeList Large = Nodes(
        Cloud.Azure, "westeurope", null, new NodeGroup("head", "m", 1, 100), new NodeGroup("worker", "x", 3, 100));

    private static readonly AuditEntry[] Entries =
    [
        // "night" is down across the turn of the month. The manual start of "late" is seen only in the new month.
        Down("night", "2026-10-31 22:04", Small), Up("night", "2026-11-01 05:10", "2026-11-01 05:00"),
        Down("late", "2026-10-30 20:00", Small), Up("late", "2026-11-01 00:05", "2026-10-31 23:55", Cause.Manual),
        // "long" was up for months, then down into this month.
        Entry("long", "2026-08-20 09:00", AuditKind.CameUp), Down("long", "2026-10-05 18:05", Large),
        Start("long", "2026-11-06 06:00", AuditStep.Intent), Start("long", "2026-11-06 06:01", AuditStep.Accepted),
        Up("long", "2026-11-06 06:12", "2026-11-06 06:00"),
        // "sleeper" was down for all of last month.
        Down("sleeper", "2026-09-10 18:00", Large), Up("sleeper", "2026-11-03 07:05", "2026-11-03 07:00"),
        // "changed" has other machines after its first stop.
        Down("changed", "2026-10-10 18:00", Small), Up("changed", "2026-10-12 07:05", "2026-10-12 07:00"),
        Down("changed", "2026-10-24 18:00", Large), Up("changed", "2026-10-26 07:05", "2026-10-26 07:00"),
        Down("lab", "2026-10-28 18:00", Large, "lab"), Up("lab", "2026-11-04 07:05", "2026-11-04 07:00", Cause.Manual),
        DownByHand("theirs", "2026-10-20 18:00"), Up("theirs", "2026-10-21 07:05", "2026-10-21 07:00", Cause.Manual),
        Entry("gone", "2026-09-01 09:00", AuditKind.CameUp),
        Entry("gone", "2026-10-10 09:05", AuditKind.ClusterDeleted) with { Left = At("2026-10-10 09:00") },
    ];

    private readonly MemoryAuditLog log = new();
    private readonly MemoryDocumentStore documents = new();
    private readonly Bench bench;

    public ForecastReaderTests() => bench = new()
    {
        Audit = log, Time = new FakeTimeProvider(Now.ToDateTimeOffset()), Policies = new(PolicyText.Valid(Policies), null),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UTC", "all")]
    [InlineData("UTC", "none of this month")]
    [InlineData("UTC", "all but one")]
    [InlineData("UTC", "all, and nothing happened last month")]
    [InlineData("Europe/Stockholm", "all")]
    [InlineData("America/New_York", "all")]
    [InlineData("Asia/Kolkata", "none of this month")]
    public async Task Closed_days_give_the_figures_of_the_log(string zone, string closed)
    {
        var isQuiet = closed.EndsWith("last month", StringComparison.Ordinal);
        await LiveAsync(entry => !isQuiet || entry.At < At("2026-10-01 00:00") || entry.At >= At("2026-11-02 00:00"));
        var history = new AuditHistory(log, documents);
        for (var hour = 0; hour < 10; hour++)
            await history.CloseDaysAsync(closed.StartsWith("none", StringComparison.Ordinal) ? At("2026-11-01 00:30") : Now, default, Stop);
        if (closed == "all but one" && (await documents.FindAsync("day", "2026-10-31", Stop)).Documents is [var day])
            await documents.DeleteAsync("day", "2026-10-31", day.Version, Stop);

        var found = await Reader(history).ReadAsync(DateTimeZoneProviders.Tzdb[zone], Stop);

        var expected = await Reader(new(log, null)).ReadAsync(DateTimeZoneProviders.Tzdb[zone], Stop);
        Assert.Equal(JsonSerializer.Serialize(expected, HttpJson.Options), JsonSerializer.Serialize(found, HttpJson.Options));
        await CompareAsync(found);
    }

    [Theory]
    [InlineData("night", "741.98 up 1.93 saved", "225.83 up 5.00 saved")]
    [InlineData("late", "715.92 up 28.00 saved", "230.92 up 0.00 saved")]
    [InlineData("long", "114.00 up 2519.67 saved", "104.80 up 504.00 saved")]
    [InlineData("changed", "669.67 up 185.00 saved", "231.00 up 0.00 saved")]
    public async Task They_are_those_that_a_person_works_out(string cluster, string last, string soFar)
    {
        await LiveAsync(_ => true);
        var history = new AuditHistory(log, documents);
        for (var hour = 0; hour < 10; hour++)
            await history.CloseDaysAsync(Now, default, Stop);

        var its = (await Reader(history).ReadAsync(DateTimeZone.Utc, Stop)).Clusters.Single(one => one.Name == cluster);

        Assert.Equal((last, soFar), (Figures(its.LastMonth), Figures(its.SoFar)));
    }

    [Fact]
    public async Task Those_who_ask_at_once_share_one_answer_and_a_later_one_is_new()
    {
        await LiveAsync(_ => true);
        var gate = new TaskCompletionSource<ApiResult<IReadOnlyList<Cluster>>>();
        bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>())).Returns(gate.Task);
        var reader = Reader(new(log, documents));
        using var hungUp = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var first = reader.ReadAsync(DateTimeZone.Utc, hungUp.Token);
        var second = reader.ReadAsync(DateTimeZone.Utc, Stop);
        await hungUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult(new([Bench.Running("night")], null));
        var shared = await second;
        var later = await reader.ReadAsync(DateTimeZone.Utc, Stop);

        bench.Hopsworks.Verify(h => h.ListClustersAsync(It.IsAny<CancellationToken>()), Times.Exactly(3));
        Assert.NotSame(shared, later);
    }

    private static string Figures(ForecastPart its) =>
        FormattableString.Invariant($"{its.HoursUp:0.00} up {its.SavedNodeHours:0.00} saved");

    private static decimal Rounded(Duration time) => Math.Round((decimal)time.TotalHours, 2, MidpointRounding.AwayFromZero);

    /// <summary>Checks that the forecast of each cluster agrees with the savings report and with the cluster's history.</summary>
    private async Task CompareAsync(Forecast found)
    {
        foreach (var (from, to, part) in ((Instant, Instant, Func<ForecastFigures, ForecastPart>)[])
            [(found.LastFrom, found.From, its => its.LastMonth), (found.From, Now, its => its.SoFar)])
        {
            var report = await new SavingsLedger(bench.Store, new(log, null), Prices()).ReportAsync(from, to, Stop);
            Assert.Equal((report.NodeHours, report.ListPriceUsd), (part(found).SavedNodeHours, part(found).SavedUsd));
            foreach (var cluster in found.Clusters)
            {
                var saved = report.Clusters.SingleOrDefault(its => its.Id == cluster.Id);
                var entries = await AuditHistory.ReadLogAsync(log, new(cluster.Id, found.LastFrom, Now) { Kinds = PowerSteps.Kinds }, Stop);
                var (up, _, unknown) = HistoryStretches.PowerOf(
                    entries.Entries, bench.Store.Records.GetValueOrDefault(cluster.Id), from, to);
                var its = part(cluster);
                Assert.Equal((cluster.Id, Rounded(up), Rounded(unknown)), (cluster.Id, its.HoursUp, its.HoursUnknown));
                Assert.Equal((saved?.NodeHours ?? 0, saved is null ? 0 : saved.ListPriceUsd), (its.SavedNodeHours, its.SavedUsd));
            }
        }
    }

    /// <summary>Appends the entries, then makes a run that sees all their clusters running except one, and a new one.</summary>
    private async Task LiveAsync(Predicate<AuditEntry> isThere)
    {
        foreach (var entry in Entries.Where(entry => isThere(entry)).OrderBy(entry => entry.At))
            await log.AppendAsync(entry, Stop);
        bench.Lists([.. Entries.Select(entry => entry.ClusterName!).Append("new").Distinct().Where(name => name != "gone")
            .Select(Bench.Running)]);
        await bench.RunAsync();
    }

    private static PriceResolver Prices()
    {
        var source = new Mock<IPriceSource>();
        source.Setup(its => its.OpenAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new OpenPrices(
            (machine, _) => new(machine.InstanceType == "m" ? new Rate(2, 8, "a test") : new(null, 4, null))));
        var hopsworks = new HopsworksClient(
            Mock.Of<IHopsworksApi>(MockBehavior.Strict), TimeProvider.System, NullLogger<HopsworksClient>.Instance);
        return new([source.Object], new(hopsworks, TimeProvider.System), TimeProvider.System);
    }

    private ForecastReader Reader(AuditHistory history) => new(
        bench.Store, history, new(bench.Store, history, Prices()), new(bench.Hopsworks.Object, bench.PolicySource), Prices(), bench.Time);
}
