using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>Ten thousand entries over ten days in the files of an earlier version, read page by page.</summary>
public sealed class LongAuditTests : IDisposable
{
    private const int Entries = 10_000;
    private static readonly Instant Start = Instant.FromUtc(2026, 6, 1, 0, 0);
    private static readonly Duration Step = Duration.FromDays(10) / Entries;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("long-audit-");
    private readonly StateDatabase database;
    private readonly SqliteAuditLog log;

    public LongAuditTests()
    {
        OldFolder.WriteAudit(Path.Combine(folder.FullName, "a", "audit"), Enumerable.Range(0, Entries).Select(
            i => new AuditEntry(Start + i * Step, $"{i}", "timer", AuditKind.Stop, "") { ClusterId = $"c-{i % 7}" }));
        log = new(database = new(folder.FullName, "a"));
    }

    [Theory]
    [InlineData(null, 1000, 10)]
    [InlineData("c-3", 100, 15)]
    public async Task Every_entry_is_on_one_page_and_the_pages_are_in_order(string? cluster, int limit, int pages)
    {
        var found = new List<string>();
        AuditCursor? after = null;
        for (var page = 1; page == 1 || after is not null; page++)
        {
            var read = await log.ReadAsync(new(cluster, Limit: limit, After: after), TestContext.Current.CancellationToken);
            found.AddRange(read.Entries.Select(e => e.RunId));
            after = read.Next;
            Assert.Equal(page == pages, after is null);
        }

        Assert.Equal(
            Enumerable.Range(0, Entries).Where(i => cluster is null || cluster == $"c-{i % 7}").Reverse().Select(i => $"{i}"), found);
    }

    [Fact]
    public async Task A_range_within_a_day_is_found_among_all()
    {
        var read = await log.ReadAsync(new(From: Start + 4321 * Step, To: Start + 4324 * Step), TestContext.Current.CancellationToken);

        Assert.Equal(["4323", "4322", "4321"], read.Entries.Select(e => e.RunId));
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Delete(recursive: true);
    }
}
