using System.Text.RegularExpressions;
using Azure.Data.Tables;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Core.State.Sqlite;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

public sealed class MemoryAuditLogTests : AuditLogContract
{
    private readonly MemoryAuditLog log = new();

    protected override Task<IAuditLog> OpenAsync() => Task.FromResult<IAuditLog>(log);
}

public sealed class SqliteAuditLogTests : AuditLogContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("audit-");
    private readonly StateDatabase database;

    public SqliteAuditLogTests() => database = new(folder.FullName, "default");

    protected override Task<IAuditLog> OpenAsync() => Task.FromResult<IAuditLog>(new SqliteAuditLog(database));

    public void Dispose()
    {
        database.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("NULL", "'{}'", "has no schema number")]
    [InlineData("2", "'{\"kind\":\"dance\"}'", "is not an audit entry")]
    [InlineData("2", "'null'", "is null")]
    [InlineData("3", "'{\"other\":1}'", "has schema 3, but this version of the app reads up to")]
    public async Task What_is_not_understood_is_reported_and_stays(string schema, string json, string problem)
    {
        var log = await OpenAsync();
        await log.AppendAsync(Entry(0, "a"), Stop);
        var key = new AuditKeys().Next(Entry(1).At);
        await database.CallAsync(
            connection => connection.Do($"INSERT INTO audit (key, schema, json) VALUES ('{key}', {schema}, {json})"), Stop);
        foreach (var query in (AuditQuery[])[new(), new("a"), new(From: Start) { Kinds = [AuditKind.Stop] }])
        {
            var page = await log.ReadAsync(query, Stop);
            Assert.Equal([Entry(0, "a")], page.Entries);
            Assert.StartsWith($"The entry '{key}' {problem}", Assert.Single(page.Damaged), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_ends_however_many_entries_are_damaged()
    {
        var log = await OpenAsync();
        for (var i = 0; i < 60; i++)
            await log.AppendAsync(Entry(i, "a"), Stop);
        await database.CallAsync(
            connection => connection.Do("UPDATE audit SET json = 'x' WHERE key < (SELECT key FROM audit ORDER BY key LIMIT 1 OFFSET 45)"),
            Stop);

        var first = await log.ReadAsync(new("a", Limit: 30), Stop);
        Assert.Equal((0, 30), (first.Entries.Count, first.Damaged.Count));
        Assert.Equal((21, "10 more entries of this page cannot be read."), (first.FirstDamaged().Count, first.FirstDamaged()[^1]));
        var second = await log.ReadAsync(new("a", Limit: 30, After: first.Next), Stop);
        Assert.Equal((15, 15, null), (second.Entries.Count, second.Damaged.Count, second.Next));
        Assert.Equal(second.Damaged, second.FirstDamaged());
    }

    [Fact]
    public async Task Documents_and_entries_share_a_file()
    {
        await (await OpenAsync()).AppendAsync(Entry(0), Stop);
        await new SqliteDocumentStore(database, TimeProvider.System).WriteAsync("audit", "a", "1", null, Stop);
        Assert.Single((await (await OpenAsync()).ReadAsync(new(), Stop)).Entries);
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
    public async Task A_rare_clusters_entries_are_looked_for_a_few_calls_at_a_time_and_none_is_missed()
    {
        var log = await OpenAsync();
        for (var i = 0; i < 10; i++)
            await log.AppendAsync(Entry(i) with { ClusterId = "rare" }, Stop);
        // The service scans many rows, returns few, and says where to continue. One row per answer stands for this.
        var calls = 0;
        var transport = new FaultyTransport
        {
            Sending = message =>
            {
                calls++;
                message.Request.Uri.Query = Regex.Replace(message.Request.Uri.Query, @"top=\d+", "top=1");
            },
        };
        var slow = new TableAuditLog(await azurite.TableAsync(transport: transport), account);

        var found = new List<AuditEntry>();
        AuditCursor? after = null;
        var pages = 0;
        do
        {
            calls = 0;
            var page = await slow.ReadAsync(new("rare", After: after), Stop);
            found.AddRange(page.Entries);
            Assert.InRange(calls, 1, TableAuditLog.MaxLooks);
            Assert.True(page.Next is null || AuditCursor.TryParse($"{page.Next}", out after));
            after = page.Next;
            pages++;
        } while (after is not null);

        Assert.Equal(Enumerable.Range(0, 10).Reverse().Select(i => Entry(i) with { ClusterId = "rare" }), found);
        Assert.InRange(pages, 3, 4);
        // A query with a range of days is read to its end.
        Assert.Equal(10, (await slow.ReadAsync(new("rare", From: Start - Duration.FromDays(1)), Stop)).Entries.Count);
    }

    [Theory]
    [InlineData("p")]
    [InlineData("pA")]
    [InlineData("p====")]
    [InlineData("p../x")]
    public void What_no_log_gave_is_no_place(string text) => Assert.False(AuditCursor.TryParse(text, out _));

    [Fact]
    public async Task A_place_that_somebody_made_up_leads_to_no_other_accounts_entries()
    {
        await new TableAuditLog(await azurite.TableAsync(), $"other-{account}").AppendAsync(Entry(0), Stop);
        foreach (var place in (string[])["x", $"other-{account} audit:0", " ", "a b c", "1!8!b3RoZXI- 1!8!YXVkaXQ6"])
        {
            try
            {
                Assert.Empty((await (await OpenAsync()).ReadAsync(new("c", After: AuditCursor.At(place)), Stop)).Entries);
            }
            catch (StateUnavailableException)
            {
                // The service refused the request.
            }
        }
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
    public async Task Many_entries_whose_answer_was_lost_are_there_once()
    {
        var transport = new FaultyTransport(loseAnswers: 1);
        var log = new TableAuditLog(await azurite.TableAsync(transport: transport), account);
        Assert.Equal([null, null], await log.AppendAllAsync([Entry(0), Entry(1)], Stop));
        Assert.Equal(0, transport.AnswersToLose);
        Assert.Equal(2, (await (await OpenAsync()).ReadAsync(new(), Stop)).Entries.Count);
    }

    [Fact]
    public async Task Of_many_entries_only_what_is_too_large_is_refused()
    {
        var log = await OpenAsync();
        var refusals = await log.AppendAllAsync([Entry(0), Entry(1, new('a', 40_000)), Entry(2)], Stop);
        Assert.Equal([true, false, true], refusals.Select(refusal => refusal is null));
        Assert.Equal([Entry(2), Entry(0)], (await log.ReadAsync(new(), Stop)).Entries);
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
    public async Task What_is_too_large_is_refused_and_the_table_is_not_out_of_order()
    {
        var log = await OpenAsync();
        await Assert.ThrowsAsync<StateRefusedException>(() => log.AppendAsync(Entry(0, new('a', 40_000)), Stop));
        // The service refuses rows over a megabyte, but the emulator accepts any size.
        var full = await azurite.TableAsync(transport: new FaultyTransport(status: 413));
        await Assert.ThrowsAsync<StateRefusedException>(() => new TableAuditLog(full, account).AppendAsync(Entry(1), Stop));
        await Assert.ThrowsAsync<StateRefusedException>(
            () => new TableDocumentStore(full, account, TimeProvider.System).WriteAsync("record", "a", "1", null, Stop));
    }

    [Fact]
    public async Task Documents_and_entries_do_not_meet()
    {
        var documents = new TableDocumentStore(await azurite.TableAsync(), account, TimeProvider.System);
        await documents.WriteAsync("record", "a", "1", null, Stop);
        var log = await OpenAsync();
        await log.AppendAsync(Entry(0), Stop);
        Assert.Single((await documents.ReadAsync("record", Stop)).Documents);
        var all = new AuditQuery(From: Instant.FromUtc(1, 1, 1, 0, 0), To: Instant.FromUtc(9999, 12, 31, 0, 0));
        Assert.Single((await log.ReadAsync(all, Stop)).Entries);
    }
}
