using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Core.State.Sqlite;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>The promises of every store of snapshots.</summary>
public abstract class SnapshotStoreContract
{
    private static readonly LocalDate Monday = new(2026, 6, 1);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens the test's own store of an account. Each call reopens the same store where that is possible.</summary>
    protected abstract Task<ISnapshotStore> OpenAsync(string account);

    protected Task<ISnapshotStore> OpenAsync() => OpenAsync("default");

    [Fact]
    public async Task Lists_what_was_saved_the_newest_first_and_forgets_what_was_deleted()
    {
        Assert.Empty(await (await OpenAsync()).ListAsync(Stop));
        await (await OpenAsync()).DeleteAsync(Monday, Stop);

        await (await OpenAsync()).SaveAsync(Monday, "{}"u8.ToArray(), Stop);
        await (await OpenAsync()).SaveAsync(Monday.PlusDays(1), "{\"a\":1}"u8.ToArray(), Stop);
        var both = await (await OpenAsync()).ListAsync(Stop);
        await (await OpenAsync()).DeleteAsync(Monday, Stop);

        Assert.Equal([(Monday.PlusDays(1), 7), (Monday, 2)], both.Select(snapshot => (snapshot.Day, snapshot.Bytes)));
        Assert.Equal([Monday.PlusDays(1)], (await (await OpenAsync()).ListAsync(Stop)).Select(snapshot => snapshot.Day));
        Assert.Null(await (await OpenAsync()).ReadAsync(Monday, Stop));
    }

    [Fact]
    public async Task A_later_one_of_a_day_replaces_the_earlier()
    {
        await (await OpenAsync()).SaveAsync(Monday, "long text"u8.ToArray(), Stop);
        await (await OpenAsync()).SaveAsync(Monday, "text"u8.ToArray(), Stop);

        Assert.Equal("text"u8.ToArray(), await (await OpenAsync()).ReadAsync(Monday, Stop));
    }

    [Fact]
    public async Task Accounts_do_not_see_each_others()
    {
        await (await OpenAsync()).SaveAsync(Monday, "{}"u8.ToArray(), Stop);

        Assert.Empty(await (await OpenAsync("other")).ListAsync(Stop));
        Assert.Null(await (await OpenAsync("other")).ReadAsync(Monday, Stop));
    }
}

public sealed class MemorySnapshotStoreTests : SnapshotStoreContract
{
    private readonly Dictionary<string, MemorySnapshotStore> stores = [];

    protected override Task<ISnapshotStore> OpenAsync(string account)
    {
        if (!stores.TryGetValue(account, out var store))
            store = stores[account] = new(TimeProvider.System);
        return Task.FromResult<ISnapshotStore>(store);
    }
}

public sealed class FolderSnapshotStoreTests : SnapshotStoreContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("snapshots-");

    protected override Task<ISnapshotStore> OpenAsync(string account) =>
        Task.FromResult<ISnapshotStore>(new FolderSnapshotStore(Path.Combine(folder.FullName, "new"), account));

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Only_its_user_can_read_them()
    {
        if (OperatingSystem.IsWindows())
            return;
        await (await OpenAsync()).SaveAsync(new(2026, 6, 1), "{}"u8.ToArray(), Stop);

        var place = Path.Combine(folder.FullName, "new/default/snapshots");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(place, "2026-06-01.json")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(place).UnixFileMode);
    }

    [Fact]
    public async Task Another_file_in_the_folder_is_none()
    {
        var files = folder.CreateSubdirectory("new/default/snapshots").FullName;
        await File.WriteAllTextAsync(Path.Combine(files, "2026-06-01.json.bak"), "{}", Stop);
        await File.WriteAllTextAsync(Path.Combine(files, "2026-06-31.json"), "{}", Stop);

        Assert.Empty(await (await OpenAsync()).ListAsync(Stop));
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "new"), "", Stop);

        var e = await Assert.ThrowsAsync<StateUnavailableException>(
            async () => await (await OpenAsync()).SaveAsync(new(2026, 6, 1), [], Stop));
        Assert.Contains("Check the folder in State__Directory.", e.Message, StringComparison.Ordinal);
    }
}

public sealed class BlobSnapshotStoreTests(AzuriteProcess azurite) : SnapshotStoreContract
{
    private readonly string run = Guid.NewGuid().ToString();

    protected override async Task<ISnapshotStore> OpenAsync(string account) =>
        new BlobSnapshotStore(await azurite.ContainerAsync(), $"{account}-{run}");

    [Fact]
    public async Task A_refusal_says_what_is_missing()
    {
        var store = new BlobSnapshotStore(await azurite.ContainerAsync(new(status: 403)), run);

        var e = await Assert.ThrowsAsync<StateUnavailableException>(() => store.SaveAsync(new(2026, 6, 1), [], Stop));
        Assert.StartsWith("The container 'hopsworks-functions' rejected the app (403", e.Message, StringComparison.Ordinal);
    }
}
