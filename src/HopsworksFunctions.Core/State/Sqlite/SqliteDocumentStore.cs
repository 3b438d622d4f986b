using Microsoft.Data.Sqlite;

namespace HopsworksFunctions.Core.State.Sqlite;

/// <summary>Documents as rows of a database, which several processes of one machine may share.</summary>
public sealed class SqliteDocumentStore(StateDatabase database, TimeProvider time) : IDocumentStore
{
    private const string Columns = "SELECT key, version, schema, json FROM document";
    private const string This = "kind = $kind AND key = $key";

    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken) => database.CallAsync(connection =>
    {
        using var command = connection.Command($"{Columns} WHERE kind = $kind", ("$kind", kind));
        return Read(kind, command);
    }, cancellationToken);

    public Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken) => database.CallAsync(connection =>
    {
        using var command = connection.Command($"{Columns} WHERE {This}", ("$kind", kind), ("$key", key));
        return Read(kind, command);
    }, cancellationToken);

    public Task<string> WriteAsync(
        string kind, string key, string json, string? version, CancellationToken cancellationToken) => database.CallAsync(connection =>
    {
        var written = Guid.NewGuid().ToString("N");
        var sql = version is null
            ? "INSERT INTO document (kind, key, version, schema, json) VALUES ($kind, $key, $written, $schema, $json)"
                + " ON CONFLICT DO NOTHING"
            : $"UPDATE document SET version = $written, schema = $schema, json = $json WHERE {This} AND version = $version";
        Expect(kind, key, connection.Do(
            sql, ("$kind", kind), ("$key", key), ("$version", version),
            ("$written", written), ("$schema", DocumentSchema.Current), ("$json", json)));
        return written;
    }, cancellationToken);

    public Task DeleteAsync(
        string kind, string key, string version, CancellationToken cancellationToken) => database.CallAsync(connection =>
    {
        Delete(connection, kind, key, version);
        return version;
    }, cancellationToken);

    public Task<string> SetAsideAsync(
        string kind, string key, string version, CancellationToken cancellationToken) => database.CallAsync(connection =>
    {
        var name = $"{DocumentName.Escape(kind)}:{DocumentName.Escape(key)}.{DocumentName.AsideSuffix(time.GetUtcNow(), version)}";
        using var transaction = connection.BeginTransaction();
        connection.Do($"INSERT INTO aside SELECT $name, * FROM document WHERE {This}", ("$name", name), ("$kind", kind), ("$key", key));
        Delete(connection, kind, key, version);
        transaction.Commit();
        return $"row '{name}' of the table 'aside' in {database.FilePath}";
    }, cancellationToken);

    private static void Delete(SqliteConnection connection, string kind, string key, string version) =>
        Expect(kind, key, connection.Do(
            $"DELETE FROM document WHERE {This} AND version = $version", ("$kind", kind), ("$key", key), ("$version", version)));

    private static void Expect(string kind, string key, int changed)
    {
        if (changed != 1)
            throw StateConflictException.Changed(kind, key);
    }

    private static ReadResult Read(string kind, SqliteCommand command)
    {
        var documents = new List<StoredDocument>();
        var damaged = new List<DamagedDocument>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var (key, version) = (rows.GetString(0), rows.GetString(1));
            var (json, problem) = DocumentSchema.Read(kind, rows.Schema(2), rows.GetString(3));
            if (json is not null)
                documents.Add(new(key, json, version));
            else
                damaged.Add(new(kind, key, version, problem!));
        }
        return ReadResult.InOrder(documents, damaged);
    }
}
