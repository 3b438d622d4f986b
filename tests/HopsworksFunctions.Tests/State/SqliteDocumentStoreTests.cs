using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using Microsoft.Data.Sqlite;

namespace HopsworksFunctions.Tests.State;

public sealed class SqliteDocumentStoreTests : DurableDocumentStoreContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("state-");
    private readonly List<StateDatabase> databases = [];

    private string Root => Path.Combine(folder.FullName, "new");

    protected override Task<IDocumentStore> OpenAsync() => OpenAsync("default");

    protected override Task<IDocumentStore> OpenAsync(string account) =>
        Task.FromResult<IDocumentStore>(new SqliteDocumentStore(Database(account), TimeProvider.System));

    protected override async Task<object> DamageAsync(string kind, string key, Damage damage)
    {
        await DoAsync(damage switch
        {
            Damage.Truncated => "UPDATE document SET json = substr(json, 1, length(json) - 2)",
            Damage.NewerSchema => "UPDATE document SET schema = 3",
            Damage.Foreign => "UPDATE document SET schema = NULL",
        } + $" WHERE kind = '{kind}' AND key = '{key}'");
        return await ContentAsync($"document WHERE kind = '{kind}' AND key = '{key}'");
    }

    protected override Task AgeAsync(string kind, string key) =>
        DoAsync($"UPDATE document SET schema = 1 WHERE kind = '{kind}' AND key = '{key}'");

    protected override async Task<int> SchemaAsync(string kind, string key) =>
        (int)(long)(await AskAsync($"SELECT schema FROM document WHERE kind = '{kind}' AND key = '{key}'"))!;

    protected override Task<object> KeptAsync(string aside) => ContentAsync($"aside WHERE name = '{aside.Split('\'')[1]}'");

    [Theory]
    [InlineData("")]
    [InlineData("{\"x\":")]
    [InlineData("\0\0\0\0")]
    public async Task Any_other_content_is_damage_too(string content)
    {
        var store = await OpenAsync();
        await store.WriteAsync("record", "a", "1", null, Stop);
        await Database().CallAsync(connection => connection.Do("UPDATE document SET json = $json", ("$json", content)), Stop);
        Assert.Single((await store.ReadAsync("record", Stop)).Damaged);
    }

    [Fact]
    public async Task What_was_read_survives_another_process_that_ended_without_closing()
    {
        var dead = await OpenAsync();
        await dead.WriteAsync("record", "a", "1", null, Stop);
        Assert.Equal("1", Assert.Single((await (await OpenAsync()).ReadAsync("record", Stop)).Documents).Json);
    }

    [Fact]
    public async Task Only_its_user_can_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        await (await OpenAsync()).WriteAsync("record", "a", "1", null, Stop);
        var files = Directory.GetFiles(Root, "*", SearchOption.AllDirectories);
        Assert.Equal(["state.db", "state.db-shm", "state.db-wal"], files.Select(Path.GetFileName).Order());
        foreach (var file in files)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        foreach (var path in (string[])[Root, Path.Combine(Root, "default")])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Waits_for_another_process_but_not_for_ever()
    {
        await (await OpenAsync()).WriteAsync("record", "a", "1", null, Stop);
        using var hasty = new StateDatabase(Root, "default") { Patience = TimeSpan.FromSeconds(1) };
        var patient = Task.CompletedTask;
        using (var other = Connect())
        {
            other.Do("BEGIN IMMEDIATE");
            var e = await Assert.ThrowsAsync<StateUnavailableException>(
                () => new SqliteDocumentStore(hasty, TimeProvider.System).WriteAsync("record", "b", "1", null, Stop));
            Assert.Equal($"Another process has locked {hasty.FilePath} for 1 seconds. If that process hangs, end it.", e.Message);
            patient = Task.Run(async () => await (await OpenAsync()).WriteAsync("record", "b", "1", null, Stop), Stop);
            Assert.Single((await (await OpenAsync()).ReadAsync("record", Stop)).Documents);
            Assert.False(patient.IsCompleted);
            other.Do("ROLLBACK");
        }
        await patient;
    }

    [Fact]
    public async Task A_folder_that_was_deleted_under_a_store_is_made_anew()
    {
        var store = await OpenAsync();
        await store.WriteAsync("record", "a", "1", null, Stop);
        Directory.Delete(Root, recursive: true);
        await store.WriteAsync("record", "a", "2", null, Stop);
        Assert.Equal("2", Assert.Single((await (await OpenAsync()).ReadAsync("record", Stop)).Documents).Json);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_had_is_named_with_its_setting()
    {
        await File.WriteAllTextAsync(Root, "a file", Stop);
        var e = await Assert.ThrowsAsync<StateUnavailableException>(async () => await (await OpenAsync()).ReadAsync("record", Stop));
        Assert.Equal(
            $"The state in {Path.Combine(Root, "default")} cannot be read or written: The file '{Root}' already exists. "
            + "Check the folder in State__Directory.",
            e.Message);
    }

    [Theory]
    [InlineData("PRAGMA user_version = 2", "was written by a newer version of this app. Update the app")]
    [InlineData("CREATE TABLE other (x)", "is not a database of this app")]
    public async Task A_database_that_is_not_of_this_version_is_left_as_it_is(string content, string problem)
    {
        Directory.CreateDirectory(Path.Combine(Root, "default"));
        using (var other = Connect())
            other.Do(content);
        await IsLeftAsItIsAsync(problem);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_as_it_is()
    {
        Directory.CreateDirectory(Path.Combine(Root, "default"));
        await File.WriteAllTextAsync(Database().FilePath, new string('x', 4096), Stop);
        await IsLeftAsItIsAsync("is damaged, or not a database");
    }

    [Theory]
    [InlineData("PRAGMA query_only = ON", "the file is read-only. Let the app's user write to it")]
    [InlineData("PRAGMA max_page_count = 1", "the disk is full. Free some space")]
    public async Task A_database_that_takes_nothing_more_keeps_what_it_has(string trouble, string problem)
    {
        var database = Database();
        var store = new SqliteDocumentStore(database, TimeProvider.System);
        var version = await store.WriteAsync("record", "a", "1", null, Stop);
        await database.CallAsync(connection => connection.Do(trouble), Stop);
        var e = await Assert.ThrowsAsync<StateUnavailableException>(
            () => store.WriteAsync("record", "b", $"\"{new string('x', 100_000)}\"", null, Stop));
        Assert.Contains(database.FilePath, e.Message, StringComparison.Ordinal);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.Equal(new StoredDocument("a", "1", version), Assert.Single((await store.ReadAsync("record", Stop)).Documents));
    }

    public void Dispose()
    {
        databases.ForEach(database => database.Dispose());
        folder.Delete(recursive: true);
    }

    private StateDatabase Database(string account = "default")
    {
        var database = new StateDatabase(Root, account);
        lock (databases)
            databases.Add(database);
        return database;
    }

    /// <summary>Connects to the database as another process would.</summary>
    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Root, "default", "state.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private async Task IsUnavailableAsync(string problem)
    {
        var e = await Assert.ThrowsAsync<StateUnavailableException>(async () => await (await OpenAsync()).ReadAsync("record", Stop));
        Assert.Contains(Path.Combine(Root, "default", "state.db"), e.Message, StringComparison.Ordinal);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    private async Task IsLeftAsItIsAsync(string problem)
    {
        var before = await File.ReadAllBytesAsync(Database().FilePath, Stop);
        await IsUnavailableAsync(problem);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database().FilePath, Stop));
    }

    private Task<int> DoAsync(string sql) => Database().CallAsync(connection => connection.Do(sql), Stop);

    private Task<object?> AskAsync(string sql) => Database().CallAsync(connection =>
    {
        using var command = connection.Command(sql);
        return command.ExecuteScalar();
    }, Stop);

    private async Task<object> ContentAsync(string row) =>
        (await AskAsync($"SELECT concat_ws('|', kind, key, version, schema, json) FROM {row}"))!;
}
