using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>The promises of every audit log.</summary>
public abstract class AuditLogContract
{
    protected static readonly Instant Start = Instant.FromUtc(2026, 6, 1, 20, 0);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens the test's own log. Each call reopens the same log where that is possible.</summary>
    protected abstract Task<IAuditLog> OpenAsync();

    protected static AuditEntry Entry(int number, string? cluster = null) =>
        new(Start + Duration.FromMinutes(number), $"r{number}", "timer", AuditKind.Stop, $"message {number}") { ClusterId = cluster };

    private static IEnumerable<string> Runs(AuditPage page) => page.Entries.Select(e => e.RunId);

    private async Task<IAuditLog> WithAsync(params AuditEntry[] entries)
    {
        var log = await OpenAsync();
        foreach (var entry in entries)
            await log.AppendAsync(entry, Stop);
        return await OpenAsync();
    }

    [Fact]
    public async Task Keeps_what_a_cluster_consisted_of_where_little_is_known()
    {
        var entry = Entry(1, "c-1") with
        {
            Kind = AuditKind.WentDown,
            Nodes = new(Cloud.Azure, null, false, [new("worker", "m5.2xlarge", 2, 512)], null)
        };

        var page = await (await WithAsync(entry)).ReadAsync(new(), Stop);

        Assert.Empty(page.Damaged);
        var nodes = Assert.Single(page.Entries).Nodes!;
        Assert.Null(nodes.Region);
        Assert.Equal("m5.2xlarge", Assert.Single(nodes.Groups).InstanceType);
    }

    [Fact]
    public async Task Many_entries_that_are_added_at_once_are_in_order()
    {
        var log = await OpenAsync();
        await log.AppendAsync(Entry(0), Stop);
        AuditEntry[] many = [.. Enumerable.Range(1, 230).Select(i => Entry(i) with { At = Start })];

        var refusals = await log.AppendAllAsync(many, Stop);
        await log.AppendAsync(Entry(231) with { At = Start }, Stop);

        Assert.Equal(new StateRefusedException?[many.Length], refusals);
        Assert.Equal(
            Enumerable.Range(0, 232).Reverse().Select(i => $"r{i}"), Runs(await (await OpenAsync()).ReadAsync(new(Limit: 1000), Stop)));
    }

    public static TheoryData<string> LongClusters => [.. LongIds.All];

    [Theory]
    [MemberData(nameof(LongClusters))]
    public async Task Finds_the_entries_of_a_cluster_with_a_long_id(string cluster)
    {
        var log = await WithAsync(Entry(0, cluster), Entry(1, "a"), Entry(2, string.Concat(cluster.AsSpan(0, cluster.Length - 1), "x")));
        Assert.Equal([Entry(0, cluster)], (await log.ReadAsync(new(cluster), Stop)).Entries);
    }

    [Fact]
    public async Task Is_empty_at_first()
    {
        var page = await (await OpenAsync()).ReadAsync(new(), Stop);
        Assert.Empty(page.Entries);
        Assert.Empty(page.Damaged);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Every_member_is_kept()
    {
        var full = new AuditEntry(Start + Duration.FromTicks(1), "r", "HTTP", AuditKind.IncidentResolved, "it's \"over\"\n☃ 🦊")
        {
            ClusterId = "c'1", ClusterName = "dev", Rule = "office", Reason = Reason.MaxUptime, PolicyVersion = "v",
            Step = AuditStep.DryRun, Answer = "503", Cause = Cause.Manual, Left = Start,
        };
        var bare = new AuditEntry(Start, "", "", AuditKind.Warn, "");
        var log = await WithAsync(bare, full);
        Assert.Equal([full, bare], (await log.ReadAsync(new(), Stop)).Entries);
        Assert.Equal([full], (await log.ReadAsync(new("c'1"), Stop)).Entries);
    }

    [Fact]
    public async Task Old_entries_are_removed_and_a_log_without_any_is_left_alone()
    {
        var old = Enumerable.Range(0, 60)
            .Select(n => Entry(n) with { At = Start - Duration.FromDays(1) - Duration.FromMinutes(n), RunId = $"old{n}" });
        await (await OpenAsync()).PruneAsync(Start, Stop);
        var log = await WithAsync([Entry(0), .. old, Entry(1)]);

        await log.PruneAsync(Start.InUtc().Date.AtMidnight().InUtc().ToInstant(), Stop);

        Assert.Equal(["r1", "r0"], Runs(await (await OpenAsync()).ReadAsync(new(), Stop)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nodes_are_kept(bool isComplete)
    {
        var nodes = new NodeList(Cloud.Azure, "northeurope", true,
            [new("head", "Standard_D8_v3", 1, 512), new("worker", "Standard_D4_v3", 3, 256, Spot: true)], new("Standard_D4_v3", 2));
        if (!isComplete)
            nodes = nodes with { Region = null, Autoscaled = null };
        var log = await WithAsync(Entry(0) with { Nodes = nodes });
        Assert.Equivalent(nodes, Assert.Single((await log.ReadAsync(new(), Stop)).Entries).Nodes, strict: true);
    }

    [Fact]
    public async Task Some_kinds_are_read_alone_page_by_page()
    {
        AuditKind[] kinds = [AuditKind.CameUp, AuditKind.Stop, AuditKind.WentDown, AuditKind.Warn];
        var log = await WithAsync([.. Enumerable.Range(0, 8).Select(i => Entry(i, $"c{i % 3}") with { Kind = kinds[i % 4] })]);
        var seen = new AuditQuery(Limit: 3) { Kinds = [AuditKind.CameUp, AuditKind.WentDown] };
        var first = await log.ReadAsync(seen, Stop);
        Assert.Equal(["r6", "r4", "r2"], Runs(first));
        Assert.Equal(["r0"], Runs(await log.ReadAsync(seen with { After = first.Next }, Stop)));
        Assert.Equal(["r6", "r0"], Runs(await log.ReadAsync(seen with { ClusterId = "c0" }, Stop)));
        Assert.Equal(["r4"], Runs(await log.ReadAsync(seen with { From = Entry(3).At, To = Entry(6).At }, Stop)));
    }

    [Fact]
    public async Task The_newest_come_first_over_days_and_of_one_instant_the_last()
    {
        var log = await WithAsync(Entry(0), Entry(1440), Entry(7), Entry(7) with { RunId = "later" });
        Assert.Equal(["r1440", "later", "r7", "r0"], Runs(await log.ReadAsync(new(), Stop)));
    }

    [Fact]
    public async Task A_range_includes_its_start_and_excludes_its_end()
    {
        var log = await WithAsync([.. Enumerable.Range(0, 6).Select(i => Entry(i * 720))]);
        Assert.Equal(["r2160", "r1440"], Runs(await log.ReadAsync(new(From: Entry(1440).At, To: Entry(2880).At), Stop)));
        Assert.Equal(["r720", "r0"], Runs(await log.ReadAsync(new(To: Entry(1440).At), Stop)));
        Assert.Equal(["r3600", "r2880"], Runs(await log.ReadAsync(new(From: Entry(2880).At), Stop)));
    }

    [Fact]
    public async Task One_cluster_is_read_by_its_id()
    {
        var log = await WithAsync(Entry(0, "a"), Entry(1, "b"), Entry(2), Entry(3, "a"));
        Assert.Equal(["r3", "r0"], Runs(await log.ReadAsync(new("a"), Stop)));
        Assert.Equal(["r3"], Runs(await log.ReadAsync(new("a", From: Entry(1).At), Stop)));
        Assert.Empty((await log.ReadAsync(new("A"), Stop)).Entries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Pages_join_without_gap_or_repetition_while_entries_are_added(int limit)
    {
        var log = await WithAsync([.. Enumerable.Range(0, 5).Select(i => Entry(i * 700, "a"))]);
        var found = new List<string>();
        for (AuditCursor? after = null; ;)
        {
            var page = await log.ReadAsync(new("a", Limit: limit, After: after), Stop);
            found.AddRange(Runs(page));
            await log.AppendAsync(Entry(5000, "a"), Stop);
            if (page.Next is not { } next)
                break;
            Assert.Equal(limit, page.Entries.Count);
            Assert.True(AuditCursor.TryParse(next.ToString(), out after));
        }
        Assert.Equal(["r2800", "r2100", "r1400", "r700", "r0"], found);
    }

    [Fact]
    public async Task Of_two_thousand_any_page_is_had()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop },
            async (i, stop) => await (i % 2 == 0 ? one : other).AppendAsync(Entry(i, $"c{i % 10}"), stop));
        var log = await OpenAsync();
        Assert.Equal(["r1999", "r1998", "r1997"], Runs(await log.ReadAsync(new(Limit: 3), Stop)));
        Assert.Equal(["r99", "r89"], Runs(await log.ReadAsync(new("c9", To: Entry(100).At, Limit: 2), Stop)));
        var all = await log.ReadAsync(new(Limit: 5000), Stop);
        Assert.Equal((2000, null), (all.Entries.Count, all.Next));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("0000000000000000000-00000000000000000000000'")]
    [InlineData("0000000000000000000-000000000000000000000000\n")]
    public void A_cursor_that_no_page_gave_is_none(string text) => Assert.False(AuditCursor.TryParse(text, out _));
}
