using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Tests.State;

/// <summary>The promises of every store about many documents at once.</summary>
public abstract partial class DocumentStoreContract
{
    // A table takes fewer documents at once.
    private const int Many = 230;

    private static string KeyOf(int number) => $"c-{number:000}";

    private static DocumentWrite[] Writes(string json, IReadOnlyList<WriteResult>? before = null) =>
        [.. Enumerable.Range(0, Many).Select(i => new DocumentWrite(KeyOf(i), json, before?[i].Version))];

    [Fact]
    public async Task Many_are_written_at_once_and_each_has_a_version_of_its_own()
    {
        var store = await OpenAsync();
        var first = await store.WriteAllAsync("record", Writes("1"), Stop);
        var second = await store.WriteAllAsync("record", Writes("2", first), Stop);

        Assert.All(second, result => Assert.Null(result.Failure));
        Assert.Equal(
            Enumerable.Range(0, Many).Select(i => new StoredDocument(KeyOf(i), "2", second[i].Version!)),
            (await (await OpenAsync()).ReadAsync("record", Stop)).Documents);
        await store.WriteAsync("record", KeyOf(7), "3", second[7].Version, Stop);
    }

    [Fact]
    public async Task Many_documents_of_much_text_are_written_at_once()
    {
        var store = await OpenAsync();
        // Quotation marks take the most space in a request, because each is escaped.
        var json = $"\"{string.Concat(Enumerable.Repeat("\\\"", 5_000))}\"";
        Assert.All(await store.WriteAllAsync("record", Writes(json), Stop), result => Assert.Null(result.Failure));
        Assert.All((await store.ReadAsync("record", Stop)).Documents, document => Assert.Equal(json, document.Json));
    }

    public static TheoryData<string> Rivals => ["exists", "changed", "gone"];

    [Theory]
    [MemberData(nameof(Rivals))]
    public async Task Of_many_that_are_written_at_once_only_what_another_writer_changed_is_not(string rival)
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        var before = rival == "exists" ? null : await store.WriteAllAsync("record", Writes("1"), Stop);
        if (rival == "gone")
            await other.DeleteAsync("record", KeyOf(150), before![150].Version!, Stop);
        else
            await other.WriteAsync("record", KeyOf(150), "\"other\"", before?[150].Version, Stop);

        var results = await store.WriteAllAsync("record", Writes("2", before), Stop);

        Assert.IsType<StateConflictException>(results[150].Failure);
        Assert.Equal(Many - 1, results.Count(result => result is { Failure: null, Version: not null }));
        var read = (await store.ReadAsync("record", Stop)).Documents;
        Assert.Equal(Many - 1, read.Count(document => document.Json == "2"));
        Assert.Equal(rival == "gone" ? null : "\"other\"", read.SingleOrDefault(document => document.Key == KeyOf(150))?.Json);
        foreach (var (key, _, version) in read.Where(document => document.Json == "2").Take(3))
            await store.WriteAsync("record", key, "3", version, Stop);
    }

    [Fact]
    public async Task Many_are_deleted_and_written_at_once_and_only_what_another_writer_changed_is_not()
    {
        var store = await OpenAsync();
        var before = await store.WriteAllAsync("record", Writes("1"), Stop);
        await store.WriteAsync("record", KeyOf(3), "9", before[3].Version, Stop);

        var results = await store.WriteAllAsync(
            "record", [.. Writes("2", before).Select((write, i) => i < 115 ? write with { Json = null } : write)], Stop);

        Assert.IsType<StateConflictException>(results[3].Failure);
        Assert.Equal((1, 115), (results.Count(result => result.Failure is not null), results.Count(result => result.Version is not null)));
        Assert.Equal(
            [KeyOf(3), .. Enumerable.Range(115, 115).Select(KeyOf)],
            (await store.ReadAsync("record", Stop)).Documents.Select(document => document.Key));
    }

    [Fact]
    public async Task What_changed_since_an_earlier_read_is_read_anew()
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        foreach (var key in (string[])["changed", "gone", "same"])
            await store.WriteAsync("record", key, "1", null, Stop);
        foreach (var writer in (IDocumentStore[])[store, other])
        {
            var first = await store.ReadAsync("record", Stop);
            var versions = first.Documents.ToDictionary(document => document.Key, document => document.Version);
            await writer.WriteAsync("record", "changed", "2", versions["changed"], Stop);
            await writer.DeleteAsync("record", "gone", versions["gone"], Stop);
            await writer.WriteAsync("record", "new", "3", versions.GetValueOrDefault("new"), Stop);

            var second = await store.ReadAsync("record", Known(first, versions), Stop);
            var third = await store.ReadAsync("record", Known(second, versions), Stop);

            Assert.Equal(["changed", "new", "same"], second.Documents.Select(document => document.Key).Concat(second.Unchanged).Order());
            Assert.Equal(["changed", "new", "same"], third.Documents.Select(document => document.Key).Concat(third.Unchanged).Order());
            Assert.Equal(["2", "3"], second.Documents.Where(document => document.Key != "same").Select(document => document.Json));
            await writer.WriteAsync("record", "gone", "1", null, Stop);
        }
    }

    private static KnownDocuments Known(ReadResult read, Dictionary<string, string> before)
    {
        var versions = read.Documents.ToDictionary(document => document.Key, document => document.Version);
        foreach (var key in read.Unchanged)
            versions[key] = before[key];
        return new(versions.GetValueOrDefault, read.Mark) { All = versions.Keys };
    }
}
