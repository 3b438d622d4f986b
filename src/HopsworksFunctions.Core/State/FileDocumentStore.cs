namespace HopsworksFunctions.Core.State;

/// <summary>Documents as files, <c>directory/account/kind/key.json</c>, for one machine; several processes may use it at a time.</summary>
public sealed class FileDocumentStore(string directory, string account, TimeProvider time) : IDocumentStore, IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(10);

    private readonly string root = Path.Combine(Path.GetFullPath(directory), DocumentName.Escape(account));
    private readonly SemaphoreSlim turn = new(1, 1);

    // Under the lock, because a listing may miss a file that is being replaced.
    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken) =>
        AloneAsync(() => Read(kind, cancellationToken), cancellationToken);

    public Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken) =>
        AloneAsync(() =>
        {
            Expect(kind, key, version);
            PrivateFiles.Replace(PathOf(kind, key), FileDocument.Create(json, out var written));
            return written;
        }, cancellationToken);

    public Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        AloneAsync(() =>
        {
            Expect(kind, key, version);
            PrivateFiles.Delete(PathOf(kind, key));
            return version;
        }, cancellationToken);

    public Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        AloneAsync(() =>
        {
            Expect(kind, key, version);
            var aside = $"{PathOf(kind, key)}.{DocumentName.AsideSuffix(time.GetUtcNow(), version)}";
            PrivateFiles.Move(PathOf(kind, key), aside);
            return aside;
        }, cancellationToken);

    public void Dispose() => turn.Dispose();

    private string PathOf(string kind, string key) => Path.Combine(root, DocumentName.Escape(kind), DocumentName.Escape(key) + ".json");

    private ReadResult Read(string kind, CancellationToken cancellationToken)
    {
        var documents = new List<StoredDocument>();
        var damaged = new List<DamagedDocument>();
        var folder = new DirectoryInfo(Path.Combine(root, DocumentName.Escape(kind)));
        foreach (var file in folder.Exists ? folder.EnumerateFiles("*.json") : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (DocumentName.Unescape(Path.GetFileNameWithoutExtension(file.Name)) is not { } key)
                continue;
            var document = FileDocument.Parse(File.ReadAllBytes(file.FullName));
            if (document.Json is { } json)
                documents.Add(new(key, json, document.Version));
            else
                damaged.Add(new(kind, key, document.Version, document.Problem!));
        }
        return new([.. documents.OrderBy(d => d.Key, StringComparer.Ordinal)], [.. damaged.OrderBy(d => d.Key, StringComparer.Ordinal)]);
    }

    private void Expect(string kind, string key, string? version)
    {
        var path = PathOf(kind, key);
        if ((File.Exists(path) ? FileDocument.Parse(File.ReadAllBytes(path)).Version : null) != version)
            throw StateConflictException.Changed(kind, key);
    }

    private async Task<T> AloneAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            using var held = await LockAsync(cancellationToken);
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateUnavailableException($"The state in {root} cannot be read or written: {e.Message} Check the folder that State__Directory names.", e);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, ".lock");
        for (var started = time.GetTimestamp(); ;)
        {
            if (PrivateFiles.TryLock(path) is { } held)
                return held;
            if (time.GetElapsedTime(started) > LongestWait)
                throw new StateUnavailableException($"Another process has kept {path} locked for {LongestWait.TotalSeconds} seconds; end it if it hangs.");
            await Task.Delay(TryAgain, time, cancellationToken);
        }
    }
}
