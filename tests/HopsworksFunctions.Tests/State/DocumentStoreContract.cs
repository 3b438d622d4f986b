using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>The promises of every store.</summary>
public abstract partial class DocumentStoreContract
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens the test's own store. Each call reopens the same store where that is possible.</summary>
    protected abstract Task<IDocumentStore> OpenAsync();

    [Fact]
    public async Task Is_empty_at_first()
    {
        var store = await OpenAsync();
        var read = await store.ReadAsync("record", Stop);
        Assert.Empty(read.Documents);
        Assert.Empty(read.Damaged);
    }

    [Fact]
    public async Task Reads_what_was_written_in_the_order_of_keys()
    {
        var store = await OpenAsync();
        foreach (var key in (string[])["b", "B", "a-b", "aé", "a"])
            await store.WriteAsync("record", key, $$"""{"of":"{{key}} ☃ 🦊"}""", null, Stop);
        var read = await (await OpenAsync()).ReadAsync("record", Stop);
        Assert.Equal(["B", "a", "a-b", "aé", "b"], read.Documents.Select(d => d.Key));
        Assert.Equal("""{"of":"B ☃ 🦊"}""", read.Documents[0].Json);
    }

    [Fact]
    public async Task Finds_the_one_document_of_a_key()
    {
        var store = await OpenAsync();
        Assert.Empty((await store.FindAsync("record", "a", Stop)).Documents);
        await store.WriteAsync("record", "a/é", "1", null, Stop);
        var version = await store.WriteAsync("record", "a", "2", null, Stop);

        Assert.Equal(new StoredDocument("a", "2", version), Assert.Single((await store.FindAsync("record", "a", Stop)).Documents));
        Assert.Equal("1", Assert.Single((await store.FindAsync("record", "a/é", Stop)).Documents).Json);
        Assert.Empty((await store.FindAsync("record", "b", Stop)).Documents);
        Assert.Empty((await store.FindAsync("hold", "a", Stop)).Documents);
    }

    [Fact]
    public async Task Times_from_the_future_are_forgotten_told_of_and_rewritten()
    {
        var accounts = new DocumentAccountStore(await OpenAsync(), "a", NullLogger<DocumentAccountStore>.Instance);
        var far = Instant.FromUtc(2038, 1, 19, 3, 14);
        var state = await accounts.LoadAsync(Stop);
        await state.SaveAsync(
            new ClusterRecord { ClusterId = "dev-1", Name = "dev-1", Power = PowerState.Up, PowerSince = far, Handled = far }, Stop);
        await state.AddAsync(
            new("r", "timer", far.ToDateTimeOffset(), far.ToDateTimeOffset(), RunOutcome.Ok, null, null, new(1, 0, 0, 0)), Stop);
        await state.SaveAsync(new Message("m", far, [], []), Stop);

        var bench = new Bench { Accounts = accounts }.Lists(Bench.Dev1);
        var report = await bench.RunAsync();

        Assert.Equal(
            "4 stored times are more than 10 minutes ahead and count as unknown: dev-1 (handled), dev-1 (power), a run, a message.",
            Assert.Single(report.Notices, n => n.Kind == EventKind.State).Message);
        state = await accounts.LoadAsync(Stop);
        Assert.Equal((Bench.Evening, Bench.Evening), (state.Records["dev-1"].PowerSince, state.Records["dev-1"].Handled));
        Assert.Equal((Bench.Evening.ToDateTimeOffset(), 0), (Assert.Single(state.Runs).StartedAt, state.Messages.Count));
    }

    [Fact]
    public async Task Keeps_kinds_apart()
    {
        var store = await OpenAsync();
        await store.WriteAsync("hold", "a", "1", null, Stop);
        await store.WriteAsync("holding", "a", "2", null, Stop);
        Assert.Equal("1", Assert.Single((await store.ReadAsync("hold", Stop)).Documents).Json);
    }

    [Theory]
    [InlineData("../../../tmp/x")]
    [InlineData("..")]
    [InlineData("a/b\\c#d?e%2Ff=41:g;h")]
    [InlineData("it's \t\n\u007f \"quoted\"")]
    [InlineData("ÅÄÖ 東京 🦊")]
    [InlineData(".json.tmp")]
    public async Task Takes_any_text_for_a_key(string key)
    {
        var store = await OpenAsync();
        var version = await store.WriteAsync("record", key, "1", null, Stop);
        Assert.Equal(new StoredDocument(key, "1", version), Assert.Single((await store.ReadAsync("record", Stop)).Documents));
        await store.DeleteAsync("record", key, version, Stop);
        Assert.Empty((await store.ReadAsync("record", Stop)).Documents);
    }

    public static TheoryData<string> LongKeys => [.. LongIds.All];

    [Theory]
    [MemberData(nameof(LongKeys))]
    public async Task Takes_a_long_text_for_a_key(string key)
    {
        var store = await OpenAsync();
        var other = string.Concat(key.AsSpan(0, key.Length - 1), "x");
        var version = await store.WriteAsync("record", key, "1", null, Stop);
        await store.WriteAsync("record", other, "2", null, Stop);
        await Assert.ThrowsAsync<StateConflictException>(() => store.WriteAsync("record", key, "3", null, Stop));

        store = await OpenAsync();
        Assert.Equal(new StoredDocument(key, "1", version), Assert.Single((await store.FindAsync("record", key, Stop)).Documents));
        Assert.Equal([other, key], (await store.ReadAsync("record", Stop)).Documents.Select(d => d.Key));
        version = await store.WriteAsync("record", key, "4", version, Stop);
        await store.SetAsideAsync("record", key, version, Stop);
        version = await store.WriteAsync("record", key, "5", null, Stop);
        await store.DeleteAsync("record", key, version, Stop);
        Assert.Equal(other, Assert.Single((await store.ReadAsync("record", Stop)).Documents).Key);
    }

    [Fact]
    public async Task A_new_document_must_not_exist_yet()
    {
        var store = await OpenAsync();
        await store.WriteAsync("record", "a", "1", null, Stop);
        await Assert.ThrowsAsync<StateConflictException>(() => store.WriteAsync("record", "a", "2", null, Stop));
        Assert.Equal("1", Assert.Single((await store.ReadAsync("record", Stop)).Documents).Json);
    }

    [Fact]
    public async Task A_write_needs_the_version_before()
    {
        var store = await OpenAsync();
        var first = await store.WriteAsync("record", "a", "1", null, Stop);
        var second = await store.WriteAsync("record", "a", "2", first, Stop);
        await Assert.ThrowsAsync<StateConflictException>(() => store.WriteAsync("record", "a", "3", first, Stop));
        Assert.Equal(new StoredDocument("a", "2", second), Assert.Single((await store.ReadAsync("record", Stop)).Documents));
    }

    [Fact]
    public async Task The_same_text_written_again_is_another_version()
    {
        var store = await OpenAsync();
        var first = await store.WriteAsync("record", "a", "1", null, Stop);
        Assert.NotEqual(first, await store.WriteAsync("record", "a", "1", first, Stop));
    }

    [Fact]
    public async Task A_document_that_is_gone_is_not_written_with_a_version()
    {
        var store = await OpenAsync();
        var version = await store.WriteAsync("record", "a", "1", null, Stop);
        await store.DeleteAsync("record", "a", version, Stop);
        await Assert.ThrowsAsync<StateConflictException>(() => store.WriteAsync("record", "a", "2", version, Stop));
        await store.WriteAsync("record", "a", "3", null, Stop);
    }

    [Fact]
    public async Task Deletes_only_the_version_that_was_read()
    {
        var store = await OpenAsync();
        var first = await store.WriteAsync("record", "a", "1", null, Stop);
        var second = await store.WriteAsync("record", "a", "2", first, Stop);
        await Assert.ThrowsAsync<StateConflictException>(() => store.DeleteAsync("record", "a", first, Stop));
        await store.DeleteAsync("record", "a", second, Stop);
        await Assert.ThrowsAsync<StateConflictException>(() => store.DeleteAsync("record", "a", second, Stop));
    }

    [Fact]
    public async Task What_was_set_aside_leaves_its_key_free()
    {
        var store = await OpenAsync();
        var version = await store.WriteAsync("record", "a", "1", null, Stop);
        Assert.NotEmpty(await store.SetAsideAsync("record", "a", version, Stop));
        var read = await store.ReadAsync("record", Stop);
        Assert.Empty(read.Documents);
        Assert.Empty(read.Damaged);
        await Assert.ThrowsAsync<StateConflictException>(() => store.SetAsideAsync("record", "a", version, Stop));
        await store.WriteAsync("record", "a", "2", null, Stop);
    }

    [Fact]
    public async Task Of_many_writers_one_wins()
    {
        var store = await OpenAsync();
        var version = await store.WriteAsync("record", "a", "0", null, Stop);
        var wins = await Task.WhenAll(Enumerable.Range(1, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                await (await OpenAsync()).WriteAsync("record", "a", $"{i}", version, Stop);
                return i;
            }
            catch (StateConflictException)
            {
                return 0;
            }
        })));
        Assert.Equal($"{Assert.Single(wins, i => i > 0)}", Assert.Single((await store.ReadAsync("record", Stop)).Documents).Json);
    }
}
