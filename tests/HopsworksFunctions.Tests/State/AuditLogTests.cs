using Azure.Data.Tables;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Core.State.Files;
using HopsworksFunctions.Core.State.Memory;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

public sealed class MemoryAuditLogTests : AuditLogContract
{
    private readonly MemoryAuditLog log = new();

    protected override Task<IAuditLog> OpenAsync() => Task.FromResult<IAuditLog>(log);
}

public sealed class FileAuditLogTests : AuditLogContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("audit-");

    private string Today => Path.Combine(folder.FullName, "default", "audit", "2026-06-01.jsonl");

    protected override Task<IAuditLog> OpenAsync() => Task.FromResult<IAuditLog>(new FileAuditLog(folder.FullName, "default", TimeProvider.System));

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_line_that_a_killed_writer_left_is_skipped_reported_and_followed_by_the_next()
    {
        var log = await OpenAsync();
        await log.AppendAsync(Entry(0), Stop);
        await log.AppendAsync(Entry(1), Stop);
        await using (var file = File.OpenWrite(Today))
            file.SetLength(file.Length - 9);

        Assert.Equal([Entry(0)], (await log.ReadAsync(new(), Stop)).Entries);
        await log.AppendAsync(Entry(2), Stop);
        var page = await log.ReadAsync(new(), Stop);
        Assert.Equal([Entry(2), Entry(0)], page.Entries);
        Assert.StartsWith("Line 2 of 2026-06-01.jsonl is no entry", Assert.Single(page.Damaged), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "has no schema number")]
    [InlineData("{\"schema\":\"1\"}", "is no entry")]
    [InlineData("{\"schema\":3,\"other\":1}", "is of schema 3, written by a newer version")]
    [InlineData("{\"schema\":1,\"key\":\"x\",\"entry\":{\"kind\":\"dance\"}}", "is no entry")]
    public async Task What_is_not_understood_is_reported_and_stays(string line, string problem)
    {
        var log = await OpenAsync();
        await log.AppendAsync(Entry(0), Stop);
        await File.AppendAllTextAsync(Today, line + "\n", Stop);
        var page = await log.ReadAsync(new(), Stop);
        Assert.Equal([Entry(0)], page.Entries);
        Assert.Contains(problem, Assert.Single(page.Damaged), StringComparison.Ordinal);
        Assert.EndsWith(line, (await File.ReadAllTextAsync(Today, Stop)).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_is_a_file_that_only_its_user_can_read()
    {
        await (await OpenAsync()).AppendAsync(Entry(0), Stop);
        await (await OpenAsync()).AppendAsync(Entry(240), Stop);
        Assert.Equal(["2026-06-01.jsonl", "2026-06-02.jsonl"], Directory.GetFiles(Path.GetDirectoryName(Today)!, "*.jsonl").Select(Path.GetFileName).Order());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Today));
    }
}

public sealed class TableAuditLogTests(AzuriteProcess azurite) : AuditLogContract
{
    private readonly string account = Guid.NewGuid().ToString();

    protected override async Task<IAuditLog> OpenAsync() => new TableAuditLog(await azurite.TableAsync(), account);

    [Fact]
    public async Task A_missing_table_is_empty_and_is_created_by_the_first_entry()
    {
        var log = new TableAuditLog(await azurite.TableAsync($"T{Guid.NewGuid():N}"), account);
        Assert.Empty((await log.ReadAsync(new(), Stop)).Entries);
        await log.AppendAsync(Entry(0), Stop);
        Assert.Single((await log.ReadAsync(new(), Stop)).Entries);
    }

    [Fact]
    public async Task An_entry_whose_answer_was_lost_is_there_once()
    {
        var transport = new FaultyTransport(loseAnswers: 1);
        await new TableAuditLog(await azurite.TableAsync(transport: transport), account).AppendAsync(Entry(0), Stop);
        Assert.Equal(0, transport.AnswersToLose);
        Assert.Single((await (await OpenAsync()).ReadAsync(new(), Stop)).Entries);
    }

    [Fact]
    public async Task A_row_that_is_not_understood_is_reported()
    {
        var log = await OpenAsync();
        await log.AppendAsync(Entry(0), Stop);
        var table = await azurite.TableAsync();
        await table.AddEntityAsync(new TableEntity(account, $"audit:{AuditKeys.Prefix(Entry(1).At)}-x"), Stop);
        var page = await log.ReadAsync(new(Limit: 1), Stop);
        Assert.Equal([Entry(0)], page.Entries);
        Assert.Contains("has no schema number", Assert.Single(page.Damaged), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(503)]
    public async Task A_service_that_fails_is_unavailable(int status)
    {
        var log = new TableAuditLog(await azurite.TableAsync(transport: new FaultyTransport(status: status)), account);
        await Assert.ThrowsAsync<StateUnavailableException>(() => log.AppendAsync(Entry(0), Stop));
        await Assert.ThrowsAsync<StateUnavailableException>(() => log.ReadAsync(new(), Stop));
    }

    [Fact]
    public async Task Documents_and_entries_do_not_meet()
    {
        var documents = new TableDocumentStore(await azurite.TableAsync(), account, TimeProvider.System);
        await documents.WriteAsync("record", "a", "1", null, Stop);
        var log = await OpenAsync();
        await log.AppendAsync(Entry(0), Stop);
        Assert.Single((await documents.ReadAsync("record", Stop)).Documents);
        Assert.Single((await log.ReadAsync(new(From: Instant.FromUtc(1, 1, 1, 0, 0), To: Instant.FromUtc(9999, 12, 31, 0, 0)), Stop)).Entries);
    }
}
