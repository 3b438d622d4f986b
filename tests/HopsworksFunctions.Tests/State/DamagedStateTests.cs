using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Tests.State;

public sealed class DamagedStateTests
{
    private readonly CountingStore store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<AccountState> LoadAsync() =>
        new DocumentAccountStore(store, "a", NullLogger<DocumentAccountStore>.Instance).LoadAsync(Stop);

    [Theory]
    [InlineData("\"power\":\"down\"", "\"power\":\"sideways\"")]
    [InlineData("\"power\":\"down\"", "\"power\":1")]
    [InlineData("\"name\":\"dev\"", "\"name\":null")]
    [InlineData("\"name\":\"dev\",", "")]
    [InlineData("\"clusterId\":\"c1\"", "\"clusterId\":\"c2\"")]
    [InlineData("07:00:00", "07:61:00")]
    [InlineData("\"count\":2", "\"count\":\"two\"")]
    public async Task A_record_that_is_not_understood_is_damaged_and_set_aside_by_the_next_save(string old, string bad)
    {
        await (await LoadAsync()).SaveAsync(FullRecord.Create(), Stop);
        var document = Assert.Single((await store.ReadAsync("record", Stop)).Documents);
        Assert.Contains(old, document.Json, StringComparison.Ordinal);
        await store.WriteAsync("record", "c1", document.Json.Replace(old, bad, StringComparison.Ordinal), document.Version, Stop);

        var state = await LoadAsync();
        Assert.Empty(state.Records);
        Assert.Equal(("record", "c1"), (Assert.Single(state.Damaged).Kind, state.Damaged[0].Key));
        Assert.Single((await LoadAsync()).Damaged);

        await state.SaveAsync(FullRecord.Create(), Stop);
        Assert.Equal(1, store.Asides);
        Assert.Single(state.Damaged);
        state = await LoadAsync();
        Assert.Empty(state.Damaged);
        Assert.Equal(FullRecord.Create(), state.Records["c1"]);
    }

    [Fact]
    public async Task A_damaged_hold_is_set_aside_by_its_removal()
    {
        await store.WriteAsync("hold", "c1", "null", null, Stop);
        var state = await LoadAsync();
        Assert.Single(state.Damaged);
        await state.RemoveHoldAsync("c1", Stop);
        Assert.Equal(1, store.Asides);
        Assert.Empty((await LoadAsync()).Damaged);
    }
}
