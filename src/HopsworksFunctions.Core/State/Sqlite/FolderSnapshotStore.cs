using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.State.Sqlite;

/// <summary>
/// Snapshots as files beside an account's database, <c>directory/account/snapshots/2026-06-01.json</c>, readable only by the current user.
/// They survive the loss of the database, but not of the disk.
/// </summary>
public sealed class FolderSnapshotStore(string directory, string account) : ISnapshotStore
{
    private readonly string folder = Path.Combine(Path.GetFullPath(directory), DocumentName.Escape(account), "snapshots");

    public Task SaveAsync(LocalDate day, byte[] snapshot, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        PrivateFile.CreateFolder(folder);
        var unfinished = Path.Combine(folder, ".tmp");
        await using (var file = PrivateFile.Open(unfinished, FileMode.Create))
        {
            await file.WriteAsync(snapshot, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, PathOf(day), overwrite: true);
        return true;
    });

    public Task<IReadOnlyList<StoredSnapshot>> ListAsync(CancellationToken cancellationToken) =>
        CallAsync(() => Task.FromResult<IReadOnlyList<StoredSnapshot>>(Directory.Exists(folder)
            ? [.. new DirectoryInfo(folder).EnumerateFiles().Select(Stored).OfType<StoredSnapshot>().OrderByDescending(s => s.Day)]
            : []));

    public Task<byte[]?> ReadAsync(LocalDate day, CancellationToken cancellationToken) => CallAsync(async () =>
        File.Exists(PathOf(day)) ? await File.ReadAllBytesAsync(PathOf(day), cancellationToken) : null);

    public Task DeleteAsync(LocalDate day, CancellationToken cancellationToken) => CallAsync(() =>
    {
        if (File.Exists(PathOf(day)))
            File.Delete(PathOf(day));
        return Task.FromResult(true);
    });

    private static StoredSnapshot? Stored(FileInfo file) => SnapshotName.Parse(file.Name) is { } day
        ? new(day, new DateTimeOffset(file.LastWriteTimeUtc).ToInstant(), file.Length)
        : null;

    private string PathOf(LocalDate day) => Path.Combine(folder, SnapshotName.Of(day));

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateUnavailableException(
                $"The snapshots in {folder} cannot be read or written: {e.Message} Check the folder in State__Directory.", e);
        }
    }
}
