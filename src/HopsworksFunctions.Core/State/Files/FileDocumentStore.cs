namespace HopsworksFunctions.Core.State.Files;

/// <summary>Documents as files, <c>directory/account/kind/key.json</c>, for one machine; several processes may use it at a time.</summary>
public sealed class FileDocumentStore(string directory, string account, TimeProvider time) : IDocumentStore, IDisposable
{
    private readonly SharedFolder folder = new(Path.Combine(Path.GetFullPath(directory), DocumentName.Escape(account)), time);

    // Under the lock, because a listing may miss a file that is being replaced.
    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken) =>
        folder.AloneAsync(() => Read(kind, Files(kind), cancellationToken), cancellationToken);

    public Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken) =>
        folder.AloneAsync(() => Read(kind, File.Exists(PathOf(kind, key)) ? [new(PathOf(kind, key))] : [], cancellationToken), cancellationToken);

    public Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken) =>
        folder.AloneAsync(() =>
        {
            Expect(kind, key, version);
            PrivateFiles.Replace(PathOf(kind, key), FileDocument.Create(json, out var written));
            return written;
        }, cancellationToken);

    public Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        folder.AloneAsync(() =>
        {
            Expect(kind, key, version);
            PrivateFiles.Delete(PathOf(kind, key));
            return version;
        }, cancellationToken);

    public Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken) =>
        folder.AloneAsync(() =>
        {
            Expect(kind, key, version);
            var aside = $"{PathOf(kind, key)}.{DocumentName.AsideSuffix(time.GetUtcNow(), version)}";
            PrivateFiles.Move(PathOf(kind, key), aside);
            return aside;
        }, cancellationToken);

    public void Dispose() => folder.Dispose();

    private string PathOf(string kind, string key) => Path.Combine(folder.Root, DocumentName.Escape(kind), DocumentName.Escape(key) + ".json");

    private IEnumerable<FileInfo> Files(string kind)
    {
        var files = new DirectoryInfo(Path.Combine(folder.Root, DocumentName.Escape(kind)));
        return files.Exists ? files.EnumerateFiles("*.json") : [];
    }

    private static ReadResult Read(string kind, IEnumerable<FileInfo> files, CancellationToken cancellationToken)
    {
        var documents = new List<StoredDocument>();
        var damaged = new List<DamagedDocument>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (DocumentName.Unescape(Path.GetFileNameWithoutExtension(file.Name)) is not { } key)
                continue;
            var document = FileDocument.Parse(kind, File.ReadAllBytes(file.FullName));
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
        if ((File.Exists(path) ? FileDocument.Parse(kind, File.ReadAllBytes(path)).Version : null) != version)
            throw StateConflictException.Changed(kind, key);
    }
}
