using CsCheck;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>Reports read closed days from their documents, and find the same entries as in the log.</summary>
public sealed class ClosedDaysTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 6, 1, 0, 0);
    private static readonly Duration Day = Duration.FromDays(1);
    private static readonly Instant Oldest = Start - 300 * Day;

    private readonly CountedAuditLog log = new();
    private readonly MemoryDocumentStore documents = new();
    private readonly FailingDocumentStore failing;
    private readonly AuditHistory history;

    public ClosedDaysTests() => history = new(log, failing = new(documents));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Closed_days_give_what_the_log_gives_whatever_the_range()
    {
        var minutes = Gen.Int[0, 6 * 24 * 60];
        var whole = Gen.OneOf(minutes, Gen.Int[0, 6].Select(day => day * 24 * 60));
        var entry = Gen.Select(whole, Gen.Enum<AuditKind>(), Gen.Int[0, 3], Gen.Int[0, 4000], Gen.Int[0, 2]).Select(Entry);
        Gen.Select(entry.Array[0, 60], whole, whole, Gen.Int[0, 7]).Sample(
            (entries, from, to, closed) => Task.Run(() => CompareAsync(entries, At(from), At(to), Start + closed * Day)).Wait(Stop),
            iter: 300);
    }

    private static async Task CompareAsync(AuditEntry[] entries, Instant from, Instant to, Instant now)
    {
        var log = new MemoryAuditLog();
        foreach (var entry in entries)
            await log.AppendAsync(entry, Stop);
        var history = new AuditHistory(log, new MemoryDocumentStore());
        await history.CloseDaysAsync(now + Duration.FromHours(1), Oldest, Stop);
        foreach (var kinds in (AuditKind[][])[[.. DayDocument.Kinds], [AuditKind.Start, AuditKind.WentDown], [AuditKind.Hold]])
        {
            var expected = await AuditHistory.ReadLogAsync(log, kinds, from, to, Stop);
            var found = await history.ReadAsync(kinds, from, to, Stop);
            Assert.Equal(expected.Entries.Select(Counted), found.Entries.Select(Counted));
        }
    }

    [Fact]
    public async Task A_closed_day_is_not_read_in_the_log_again_nor_what_is_before_the_first_entry()
    {
        await AddAsync(0, 30, 54);
        await history.CloseDaysAsync(Start + 4 * Day, Oldest, Stop);
        log.Reads = 0;

        Assert.Equal(3, await CountAsync(Start - 20 * Day, Start + 3 * Day));
        Assert.Equal(0, log.Reads);
    }

    [Theory]
    [InlineData(24.9, "")]
    [InlineData(25, "2026-06-01")]
    [InlineData(49, "2026-06-01 2026-06-02")]
    public async Task A_day_is_closed_an_hour_after_its_end(double hours, string expected)
    {
        await AddAsync(1, 26);
        await history.CloseDaysAsync(Start + Duration.FromHours(hours), Start, Stop);

        var found = await DaysAsync();
        Assert.Equal(expected, string.Join(' ', found.Where(day => string.CompareOrdinal(day, "2026-06-01") >= 0)));
    }

    [Fact]
    public async Task A_year_from_before_an_upgrade_is_closed_a_few_days_at_a_time_and_forgotten_with_the_log()
    {
        await AddAsync(-24 * 40, 1);
        var now = Start + Day + Duration.FromHours(1);
        await history.CloseDaysAsync(now, Oldest, Stop);
        Assert.Equal(ClosedDays.AtOnce, (await DaysAsync()).Count);
        for (var hour = 0; hour < 3; hour++)
            await history.CloseDaysAsync(now, Oldest, Stop);
        Assert.Equal(41, (await DaysAsync()).Count);
        Assert.Equal(2, await CountAsync(Start - 100 * Day, now));

        for (var hour = 0; hour < 3; hour++)
            await history.CloseDaysAsync(now, Start - 10 * Day, Stop);
        Assert.Equal(11, (await DaysAsync()).Count);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("not ours")]
    [InlineData("cut off")]
    [InlineData("refused")]
    public async Task What_cannot_be_read_or_stored_as_a_document_is_read_in_the_log(string what)
    {
        await AddAsync(1, 2, 26);
        failing.OnWrite = (_, key) =>
            what == "refused" && key == "2026-06-01" && log.Reads == 1 ? new StateRefusedException("too large") : null;
        await history.CloseDaysAsync(Start + 3 * Day, Start, Stop);
        if (what != "refused")
            await DamageAsync("2026-06-01", what);

        Assert.Equal(3, await CountAsync(Start, Start + 3 * Day));
    }

    [Fact]
    public async Task A_busy_day_has_several_documents()
    {
        const int Many = 20_000;
        foreach (var n in Enumerable.Range(0, Many))
            await log.AppendAsync(Entry(n / 14, AuditKind.Start, 0, 0, 0) with { ClusterId = $"c-{n}" }, Stop);
        await history.CloseDaysAsync(Start + 2 * Day, Start, Stop);
        log.Reads = 0;

        Assert.Equal(Many, await CountAsync(Start, Start + Day));
        Assert.Equal(0, log.Reads);
        Assert.Contains("2026-06-01.2", await DaysAsync());
    }

    [Fact]
    public async Task A_run_closes_yesterday_in_the_first_run_of_an_hour()
    {
        var bench = new Bench { Audit = log }.Lists(Bench.Stopped("dev-1"));
        var closing = new Bench { Audit = log, History = history }.Lists(Bench.Stopped("dev-1"));
        await bench.RunAsync();
        Assert.Empty(await DaysAsync());
        await closing.RunAsync();
        closing.Time.Advance(TimeSpan.FromHours(6));
        await closing.RunAsync();

        Assert.Equal(["2026-06-01"], (await DaysAsync()).TakeLast(1));
    }

    private static AuditEntry Entry(int minute, AuditKind kind, int cluster, int left, int nodes) =>
        new(At(minute), "r", "timer", kind, "message")
        {
            ClusterId = cluster == 0 ? null : $"c-{cluster}",
            ClusterName = cluster == 2 ? null : $"naïve \"{cluster}\"",
            Rule = cluster == 1 ? null : "dev",
            By = kind is AuditKind.Hold or AuditKind.Release ? "Ann" : null,
            Step = kind is AuditKind.Start or AuditKind.Stop ? (AuditStep)(left % 6) : null,
            Cause = kind is AuditKind.CameUp or AuditKind.WentDown ? (Cause)(left % 3) : null,
            Left = left == 0 ? null : At(minute) - Duration.FromMinutes(left),
            Nodes = nodes == 0 ? null : new(Cloud.Azure, nodes == 1 ? null : "we", false, [new("head", "D8", nodes, 512)], null),
            HeldAs = kind == AuditKind.Hold ? (HoldState)(left % 3) : null,
            HeldUntil = kind == AuditKind.Hold ? left % 2 == 0 ? Hold.Never : At(minute + left) : null,
        };

    private static object Counted(AuditEntry e) => (
        (e.At, e.Kind, e.ClusterId, e.ClusterName, e.Rule, e.By, e.Step),
        (e.Cause, e.Left, e.HeldAs, e.HeldUntil, e.Nodes?.Cloud, e.Nodes?.Region, Groups: string.Join(' ', e.Nodes?.Groups ?? [])));

    private static Instant At(int minute) => Start + Duration.FromMinutes(minute);

    private async Task AddAsync(params int[] hours)
    {
        foreach (var hour in hours)
            await log.AppendAsync(Entry(60 * hour, AuditKind.CameUp, 1, 5, 0), Stop);
    }

    private async Task<int> CountAsync(Instant from, Instant to) =>
        (await history.ReadAsync(DayDocument.Kinds, from, to, Stop)).Entries.Count;

    private async Task<List<string>> DaysAsync() =>
        [.. (await documents.ReadAsync("day", Stop)).Documents.Select(d => d.Key).Where(key => key != "closed")];

    private async Task DamageAsync(string key, string how)
    {
        var document = (await documents.FindAsync("day", key, Stop)).Documents[0];
        if (how == "missing")
            await documents.DeleteAsync("day", key, document.Version, Stop);
        else
        {
            var json = how == "not ours" ? "{}" : document.Json.Replace("\"entries\":\"", "\"entries\":\"AAAA");
            await documents.WriteAsync("day", key, json, document.Version, Stop);
        }
    }

    /// <summary>A log in memory that counts its reads.</summary>
    private sealed class CountedAuditLog : IAuditLog
    {
        private readonly MemoryAuditLog inner = new();

        public int Reads { get; set; }

        public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => inner.AppendAsync(entry, cancellationToken);

        public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken)
        {
            Reads++;
            return inner.ReadAsync(query, cancellationToken);
        }

        public Task PruneAsync(Instant before, CancellationToken cancellationToken) => inner.PruneAsync(before, cancellationToken);
    }
}
