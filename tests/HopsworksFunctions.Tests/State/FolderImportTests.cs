using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Golden;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>The folder of a version before the database is imported once and completely.</summary>
public sealed class FolderImportTests : IDisposable
{
    private static readonly Instant At = Instant.FromUtc(2026, 6, 1, 20, 0);

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("import-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Account => Path.Combine(root.FullName, "default");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task Everything_of_the_golden_state_is_there_and_its_files_are_beside()
    {
        GoldenState.CopyTo(root.FullName);
        var before = Files(Account);

        var (state, page) = await ReadAsync();

        Assert.Equal(
            before.Count(name => name.StartsWith("record/", StringComparison.Ordinal)),
            state.Records.Count + state.Damaged.Count(d => d.Kind == "record"));
        Assert.Equal(
            before.Count(name => name.StartsWith("incident/", StringComparison.Ordinal)),
            state.Incidents.Count + state.Damaged.Count(d => d.Kind == "incident"));
        Assert.Equal(
            Directory.GetFiles(Path.Combine(Account, "imported", "audit"), "*.jsonl").Sum(file => File.ReadAllLines(file).Length),
            page.Entries.Count + page.Damaged.Count);
        Assert.Equal(before, Files(Path.Combine(Account, "imported")));
        Assert.Equal(["imported"], Directory.GetDirectories(Account).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Keys_of_any_text_versions_and_earlier_schemas_are_kept()
    {
        const string Pending =
            """{"action":"stop","reason":"windowEnd","rule":"dev","sentAt":"2026-03-02T19:00:00Z","answer":"accepted"}""";
        OldFolder.WriteDocument(
            Account, "record", "ÅÄÖ/🦊", $$"""{"clusterId":"ÅÄÖ/🦊","name":"dev","pending":{{Pending}}}""", "v7", schema: 1);
        OldFolder.WriteDocument(Account, "policies", "last-good", """{"text":"{}"}""");

        using var database = new StateDatabase(root.FullName, "default");
        var store = new SqliteDocumentStore(database, TimeProvider.System);

        var document = Assert.Single((await store.ReadAsync("record", Stop)).Documents);
        Assert.Equal(("ÅÄÖ/🦊", "v7"), (document.Key, document.Version));
        Assert.Equal("dev", (await LoadAsync(store)).Records["ÅÄÖ/🦊"].Pending!.Rule);
        Assert.Equal("""{"text":"{}"}""", (await store.FindAsync("policies", "last-good", Stop)).Documents.Single().Json);
        await store.WriteAsync("record", "ÅÄÖ/🦊", "{}", "v7", Stop);
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("{\"schema\":1,\"vers", "is not valid JSON")]
    [InlineData("\0\0\0\0", "is not valid JSON")]
    [InlineData("[\"somebody else's\"]", "has no schema number")]
    [InlineData("{\"schema\":1}", "has no schema number")]
    [InlineData("{\"schema\":0,\"version\":\"1\",\"document\":1}", "has schema 0, which does not exist")]
    [InlineData("{\"schema\":1,\"version\":1,\"document\":1}", "has no schema number")]
    [InlineData("{\"schema\":3,\"version\":\"1\",\"document\":1}", "has schema 3, but this version of the app reads up to 2")]
    [InlineData("{\"schema\":99999999999,\"version\":\"1\",\"document\":1}", "has no schema number")]
    public async Task What_is_damaged_is_told_of_as_before(string content, string problem)
    {
        OldFolder.WriteDocument(Account, "hold", "c2", "{}");
        OldFolder.WriteFile(Account, "hold/c1.json", content);

        var (state, _) = await ReadAsync();

        Assert.StartsWith(problem, state.Damaged.Single(d => d.Key == "c1").Problem, StringComparison.Ordinal);
        Assert.True(state.HoldIsDamaged("c1"));
    }

    [Fact]
    public async Task What_no_version_read_is_not_imported_and_stays_beside()
    {
        OldFolder.WriteDocument(Account, "record", "c1", """{"clusterId":"c1","name":"dev"}""");
        string[] others =
            ["record/.tmp", "record/Copy of c1.json", "record/c1.json.corrupt-20260101T000000Z-12345678", "audit/notes.jsonl",
                "audit/.lock"];
        foreach (var name in others)
            OldFolder.WriteFile(Account, name, "{\"schema\":1,\"vers");
        var before = Files(Account);

        var (state, page) = await ReadAsync();

        Assert.Equal(["c1"], state.Records.Keys);
        Assert.Equal((0, 0), (state.Damaged.Count, page.Damaged.Count));
        Assert.Equal(before, Files(Path.Combine(Account, "imported")));
    }

    [Fact]
    public async Task The_audit_keeps_its_order_its_places_and_its_damaged_lines()
    {
        OldFolder.WriteAudit(Path.Combine(Account, "audit"), Enumerable.Range(0, 6).Select(Entry));
        OldFolder.WriteFile(
            Account, "audit/2026-06-03.jsonl",
            "{\"schema\":2,\"key\":\"00\n[]\n{\"schema\":3,\"other\":1}\n{\"schema\":1,\"key\":\"x\",\"entry\":{\"kind\":\"dance\"}}\n");

        var (_, page) = await ReadAsync();

        Assert.Equal(Enumerable.Range(0, 6).Reverse().Select(n => $"r{n}"), page.Entries.Select(e => e.RunId));
        Assert.Equal(4, page.Damaged.Count);
        using var database = new StateDatabase(root.FullName, "default");
        var log = new SqliteAuditLog(database);
        Assert.Equal(["r3"], (await log.ReadAsync(new("c3"), Stop)).Entries.Select(e => e.RunId));
        Assert.Equal(4, (await log.ReadAsync(new("c3"), Stop)).Damaged.Count);
        Assert.Empty((await log.ReadAsync(new(To: At + Duration.FromHours(20)), Stop)).Damaged);
    }

    /// <summary>Makes each file in turn unreadable, as if the process ended there.</summary>
    [Fact]
    public async Task An_import_that_ends_anywhere_has_done_nothing_and_the_next_does_all()
    {
        GoldenState.CopyTo(root.FullName);
        var files = Directory.GetFiles(Account, "*.json*", SearchOption.AllDirectories);
        foreach (var file in files)
        {
            await using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                await Assert.ThrowsAsync<StateUnavailableException>(ReadAsync);
            Assert.All(files, f => Assert.True(File.Exists(f)));
        }
        var (state, page) = await ReadAsync();

        using var other = new TemporaryGolden();
        var (expected, all) = await ReadAsync(other.Root);
        Assert.Equal(expected.Records.Keys.Order(), state.Records.Keys.Order());
        Assert.Equal(all.Entries.Select(e => (e.At, e.RunId, e.Kind)), page.Entries.Select(e => (e.At, e.RunId, e.Kind)));
    }

    [Fact]
    public async Task A_process_that_ended_before_the_files_were_put_aside_imports_nothing_twice()
    {
        OldFolder.WriteDocument(Account, "record", "c1", """{"clusterId":"c1","name":"dev"}""");
        OldFolder.WriteDocument(Account, "record", "c2", """{"clusterId":"c2","name":"dev"}""");
        OldFolder.WriteAudit(Path.Combine(Account, "audit"), [Entry(0)]);
        await File.WriteAllTextAsync(Path.Combine(Account, "imported"), "in the way", Stop);
        await Assert.ThrowsAsync<StateUnavailableException>(ReadAsync);
        File.Delete(Path.Combine(Account, "imported"));
        // The process ended after it put one folder aside.
        Directory.CreateDirectory(Path.Combine(Account, "imported"));
        Directory.Move(Path.Combine(Account, "audit"), Path.Combine(Account, "imported", "audit"));

        var (state, page) = await ReadAsync();

        Assert.Equal((2, 1), (state.Records.Count, page.Entries.Count));
        Assert.Equal(["audit", "record"], Directory.GetDirectories(Path.Combine(Account, "imported")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task What_was_changed_since_is_not_overwritten_by_a_folder_that_comes_back()
    {
        OldFolder.WriteDocument(Account, "record", "c1", """{"clusterId":"c1","name":"dev"}""");
        using (var database = new StateDatabase(root.FullName, "default"))
        {
            var state = await LoadAsync(new SqliteDocumentStore(database, TimeProvider.System));
            await state.SaveAsync(new ClusterRecord { ClusterId = "c1", Name = "new" }, Stop);
        }
        OldFolder.WriteDocument(Account, "record", "c1", """{"clusterId":"c1","name":"old"}""");

        Assert.Equal("new", (await ReadAsync()).State.Records["c1"].Name);
        Assert.True(File.Exists(Path.Combine(Account, "record", "c1.json")));
    }

    [Fact]
    public async Task Of_many_processes_one_imports()
    {
        GoldenState.CopyTo(root.FullName);
        var entries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => (await ReadAsync()).Page.Entries.Count)));
        Assert.Single(entries.Distinct());
    }

    private static AuditEntry Entry(int n) =>
        new(At + n * Duration.FromHours(1), $"r{n}", "timer", AuditKind.Stop, "") { ClusterId = $"c{n}" };

    private static IEnumerable<string> Files(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

    private static Task<AccountState> LoadAsync(IDocumentStore store) =>
        new DocumentAccountStore(store, "default", NullLogger<DocumentAccountStore>.Instance).LoadAsync(Stop);

    private Task<(AccountState State, AuditPage Page)> ReadAsync() => ReadAsync(root.FullName);

    private static async Task<(AccountState State, AuditPage Page)> ReadAsync(string root)
    {
        using var database = new StateDatabase(root, "default");
        var state = await LoadAsync(new SqliteDocumentStore(database, TimeProvider.System));
        return (state, await new SqliteAuditLog(database).ReadAsync(new(Limit: 10_000), Stop));
    }

    private sealed class TemporaryGolden : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("import-");

        public TemporaryGolden() => GoldenState.CopyTo(folder.FullName);

        public string Root => folder.FullName;

        public void Dispose() => folder.Delete(recursive: true);
    }
}
