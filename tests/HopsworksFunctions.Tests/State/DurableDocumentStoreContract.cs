using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Tests.State;

/// <summary>What stores promise whose content others can reach.</summary>
public abstract class DurableDocumentStoreContract : DocumentStoreContract
{
    protected abstract Task<IDocumentStore> OpenAsync(string account);

    /// <summary>Makes a document unreadable, and returns what it holds then.</summary>
    protected abstract Task<object> DamageAsync(string kind, string key, Damage damage);

    /// <summary>What is kept under the name that setting aside returned, in the form that <see cref="DamageAsync"/> returns.</summary>
    protected abstract Task<object> KeptAsync(string aside);

    [Fact]
    public async Task Keeps_accounts_apart()
    {
        var (one, other) = (await OpenAsync("one/" + Guid.NewGuid()), await OpenAsync("one"));
        await one.WriteAsync("record", "a", "1", null, Stop);
        Assert.Empty((await other.ReadAsync("record", Stop)).Documents);
    }

    [Theory]
    [InlineData(Damage.Truncated, "is not JSON")]
    [InlineData(Damage.NewerSchema, "is of schema 2, written by a newer version of this app, which knows 1")]
    [InlineData(Damage.Foreign, "has no schema number")]
    public async Task A_damaged_document_is_named_and_kept_untouched(Damage damage, string problem)
    {
        var store = await OpenAsync();
        await store.WriteAsync("record", "a", """{"x":1}""", null, Stop);
        await store.WriteAsync("record", "b", """{"x":2}""", null, Stop);
        var content = await DamageAsync("record", "a", damage);

        var read = await store.ReadAsync("record", Stop);
        Assert.Equal("b", Assert.Single(read.Documents).Key);
        var damaged = Assert.Single(read.Damaged);
        Assert.Equal(("record", "a"), (damaged.Kind, damaged.Key));
        Assert.StartsWith(problem, damaged.Problem, StringComparison.Ordinal);
        Assert.Equal(damaged, Assert.Single((await store.FindAsync("record", "a", Stop)).Damaged));

        await Assert.ThrowsAsync<StateConflictException>(() => store.WriteAsync("record", "a", "1", null, Stop));
        Assert.Single((await store.ReadAsync("record", Stop)).Damaged);

        var aside = await store.SetAsideAsync("record", "a", damaged.Version, Stop);
        Assert.Equal(content, await KeptAsync(aside));
        await store.WriteAsync("record", "a", "1", null, Stop);
        Assert.Empty((await store.ReadAsync("record", Stop)).Damaged);
        Assert.Equal(content, await KeptAsync(aside));
    }
}

public enum Damage
{
    Truncated,
    NewerSchema,
    Foreign,
}
