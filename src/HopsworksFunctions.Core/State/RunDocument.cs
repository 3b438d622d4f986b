namespace HopsworksFunctions.Core.State;

/// <summary>The report of the last run, which is kept but not looked into.</summary>
internal sealed class RunDocument(IDocumentStore store, ReadResult read)
{
    public const string Kind = "run";
    private const string Key = "last";

    private string? version = read.Documents.FirstOrDefault(d => d.Key == Key)?.Version;
    private DamagedDocument? damaged = read.Damaged.FirstOrDefault(d => d.Key == Key);

    public string? Json { get; private set; } = read.Documents.FirstOrDefault(d => d.Key == Key)?.Json;

    public IReadOnlyList<DamagedDocument> Damaged => read.Damaged;

    public async Task SaveAsync(string json, CancellationToken cancellationToken)
    {
        if (damaged is not null)
            await store.SetAsideAsync(Kind, Key, damaged.Version, cancellationToken);
        damaged = null;
        version = await store.WriteAsync(Kind, Key, json, version, cancellationToken);
        Json = json;
    }
}
