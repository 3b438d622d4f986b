using Azure.Data.Tables;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;

namespace HopsworksFunctions.Tests.State;

public sealed class TableDocumentStoreTests(AzuriteProcess azurite) : DurableDocumentStoreContract
{
    private readonly string account = Guid.NewGuid().ToString();

    protected override Task<IDocumentStore> OpenAsync() => OpenAsync(account);

    protected override async Task<IDocumentStore> OpenAsync(string account) =>
        new TableDocumentStore(await azurite.TableAsync(), account, TimeProvider.System);

    protected override async Task<object> DamageAsync(string kind, string key, Damage damage)
    {
        var table = await azurite.TableAsync();
        var row = (await table.GetEntityAsync<TableEntity>(account, $"{kind}:{key}", cancellationToken: Stop)).Value;
        switch (damage)
        {
            case Damage.Truncated: row["Json0"] = row.GetString("Json0")[..^2]; break;
            case Damage.NewerSchema: row["Schema"] = 3; break;
            case Damage.Foreign: row.Remove("Schema"); break;
        }
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Stop);
        return Content(row);
    }

    protected override async Task AgeAsync(string kind, string key)
    {
        var table = await azurite.TableAsync();
        var row = (await table.GetEntityAsync<TableEntity>(account, $"{kind}:{key}", cancellationToken: Stop)).Value;
        row["Schema"] = 1;
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Stop);
    }

    protected override async Task<int> SchemaAsync(string kind, string key) =>
        (await (await azurite.TableAsync())
            .GetEntityAsync<TableEntity>(account, $"{kind}:{key}", cancellationToken: Stop)).Value.GetInt32("Schema")!.Value;

    protected override async Task<object> KeptAsync(string aside)
    {
        var row = await (await azurite.TableAsync()).GetEntityAsync<TableEntity>(account, aside.Split('\'')[1], cancellationToken: Stop);
        return Content(row);
    }

    [Fact]
    public async Task A_long_text_is_whole_again()
    {
        var json = $"\"{string.Concat(Enumerable.Repeat("🦊", 100_000))}\"";
        var store = await OpenAsync();
        var version = await store.WriteAsync("run", "last", json, null, Stop);
        Assert.Equal(json, Assert.Single((await store.ReadAsync("run", Stop)).Documents).Json);
        await store.WriteAsync("run", "last", "1", version, Stop);
        Assert.Equal("1", Assert.Single((await store.ReadAsync("run", Stop)).Documents).Json);
    }

    [Fact]
    public async Task A_missing_table_is_empty_and_is_created_by_the_first_write()
    {
        var store = new TableDocumentStore(await azurite.TableAsync($"T{Guid.NewGuid():N}"), account, TimeProvider.System);
        Assert.Empty((await store.ReadAsync("record", Stop)).Documents);
        await Assert.ThrowsAsync<StateConflictException>(() => store.WriteAsync("record", "a", "1", "W/\"x\"", Stop));
        await Assert.ThrowsAsync<StateConflictException>(() => store.DeleteAsync("record", "a", "W/\"x\"", Stop));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.WriteAsync("record", $"{i}", "1", null, Stop)));
        Assert.Equal(8, (await store.ReadAsync("record", Stop)).Documents.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_whose_answer_was_lost_is_recognized(bool exists)
    {
        var version = exists ? await (await OpenAsync()).WriteAsync("record", "a", "1", null, Stop) : null;
        var transport = new FaultyTransport(loseAnswers: 1);
        var store = new TableDocumentStore(await azurite.TableAsync(transport: transport), account, TimeProvider.System);
        version = await store.WriteAsync("record", "a", "2", version, Stop);
        Assert.Equal(0, transport.AnswersToLose);
        await store.WriteAsync("record", "a", "3", version, Stop);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_writes_whose_answer_was_lost_are_recognized(bool exist)
    {
        DocumentWrite[] writes = [.. Enumerable.Range(0, 5).Select(i => new DocumentWrite($"{i}", "1", null))];
        if (exist)
        {
            var before = await (await OpenAsync()).WriteAllAsync("record", writes, Stop);
            writes = [.. writes.Zip(before, (write, result) => write with { Json = "2", Version = result.Version })];
        }
        var transport = new FaultyTransport(loseAnswers: 1);
        var store = new TableDocumentStore(await azurite.TableAsync(transport: transport), account, TimeProvider.System);

        var results = await store.WriteAllAsync("record", writes, Stop);

        Assert.Equal(0, transport.AnswersToLose);
        var again = writes.Zip(results, (write, result) => write with { Json = "3", Version = result.Version });
        Assert.All(await store.WriteAllAsync("record", [.. again], Stop), result => Assert.Null(result.Failure));
        Assert.All((await store.ReadAsync("record", Stop)).Documents, document => Assert.Equal("3", document.Json));
    }

    [Fact]
    public async Task Of_many_only_what_is_too_large_is_refused()
    {
        var store = await OpenAsync();
        var results = await store.WriteAllAsync(
            "record", [new("a", "1", null), new(new('b', 40_000), "2", null), new("c", "3", null)], Stop);

        Assert.Equal([null, typeof(StateRefusedException), null], results.Select(result => result.Failure?.GetType()));
        Assert.Equal(["a", "c"], (await store.ReadAsync("record", Stop)).Documents.Select(document => document.Key));
    }

    [Fact]
    public async Task A_missing_table_is_created_by_the_first_of_many_writes()
    {
        var store = new TableDocumentStore(await azurite.TableAsync($"T{Guid.NewGuid():N}"), account, TimeProvider.System);
        Assert.All(
            await store.WriteAllAsync("record", [new("a", "1", null), new("b", "2", null)], Stop), result => Assert.Null(result.Failure));
    }

    [Fact]
    public async Task A_refusal_says_which_role_is_missing()
    {
        var store = new TableDocumentStore(
            await azurite.TableAsync(transport: new FaultyTransport(status: 403)), account, TimeProvider.System);
        var e = await Assert.ThrowsAsync<StateUnavailableException>(() => store.ReadAsync("record", Stop));
        Assert.Contains("'Storage Table Data Contributor'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_service_that_fails_is_unavailable(int status)
    {
        var store = new TableDocumentStore(
            await azurite.TableAsync(transport: new FaultyTransport(status: status)), account, TimeProvider.System);
        var e = await Assert.ThrowsAsync<StateUnavailableException>(() => store.WriteAsync("record", "a", "1", null, Stop));
        Assert.StartsWith($"The table 'HopsworksFunctions' answered {status}", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StateUnavailableException>(
            () => store.WriteAllAsync("record", [new("a", "1", null), new("b", "2", null)], Stop));
    }

    [Fact]
    public async Task An_address_where_nobody_is_is_named_by_its_setting()
    {
        var store = new TableDocumentStore(azurite.Table(new("http://127.0.0.1:1/sthops")), account, TimeProvider.System);
        var e = await Assert.ThrowsAsync<StateUnavailableException>(() => store.DeleteAsync("record", "a", "W/\"x\"", Stop));
        Assert.Contains("Check State__TableServiceUri.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_no_failure_of_the_store()
    {
        var store = await OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadAsync("record", new CancellationToken(canceled: true)));
    }

    private static string Content(TableEntity row) =>
        string.Join('\n', row.Where(p => p.Key is not ("RowKey" or "Timestamp" or "odata.etag")).OrderBy(p => p.Key)
            .Select(p => $"{p.Key}={p.Value} {p.Value.GetType()}"));
}
