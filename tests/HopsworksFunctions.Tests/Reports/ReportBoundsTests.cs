using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reports;

public sealed class ReportBoundsTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 6, 1, 0, 0);

    [Fact]
    public async Task A_range_with_more_entries_than_memory_takes_is_refused_and_not_read_to_its_end()
    {
        var pages = 0;
        var page = new AuditPage([.. Enumerable.Repeat(new AuditEntry(Start, "r", "timer", AuditKind.CameUp, ""), 1000)], new("x"), []);
        var log = new Mock<IAuditLog>(MockBehavior.Strict);
        log.Setup(l => l.ReadAsync(It.IsAny<AuditQuery>(), It.IsAny<CancellationToken>()))
            .Callback(() => Interlocked.Increment(ref pages)).ReturnsAsync(page);

        var refused = await Assert.ThrowsAsync<TooManyEntriesException>(() => new AuditHistory(log.Object, null).ReadAsync(
            [AuditKind.CameUp], Start, Start + Duration.FromDays(31), TestContext.Current.CancellationToken));

        Assert.Equal("The audit log has more than 500000 entries for this. Ask for a shorter range.", refused.Message);
        // Days are read in parallel, and each may have read one more page.
        Assert.InRange(pages, AuditHistory.MaxEntries / 1000, AuditHistory.MaxEntries / 1000 + 16);
    }

    [Fact]
    public async Task The_last_day_of_time_is_a_range_as_any_other()
    {
        var log = new Mock<IAuditLog>();
        log.Setup(l => l.ReadAsync(It.IsAny<AuditQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync(new AuditPage([], null, []));

        var found = await new AuditHistory(log.Object, null).ReadAsync(
            [AuditKind.Stop], Instant.MaxValue - Duration.FromDays(3), Instant.MaxValue, TestContext.Current.CancellationToken);

        Assert.Empty(found.Entries);
    }

    [Fact]
    public void A_sentence_names_some_clusters_and_counts_the_others()
    {
        var nodes = new NodeList(Cloud.Aws, "eu-north-1", HeadIsHighlyAvailable: true, [new("head", "m5.2xlarge", 1, 512)], null);
        var stretches = Enumerable.Range(100, 50)
            .Select(i => new DownTime($"c{i}", $"c{i}", "dev", nodes, Start, Start + Duration.FromHours(1))).ToList();

        var report = SavingsCalculator.Of(
            stretches, new Dictionary<Machine, Rate>(), Start, Start + Duration.FromDays(1), Start, null, []);

        Assert.Contains(report.Assumptions, a => a.Contains("c118, c119 and 30 more: ", StringComparison.Ordinal));
        Assert.Equal(50, report.Clusters.Count);
    }
}
