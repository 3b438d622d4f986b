using System.Text.Json;
using HopsworksFunctions.Policies.Json;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace HopsworksFunctions.Core.State.Sqlite;

/// <summary>The audit log as rows of the documents' database, newest first.</summary>
public sealed class SqliteAuditLog(StateDatabase database) : IAuditLog
{
    private const int MaxBatch = 1000;

    private readonly AuditKeys keys = new();

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => AppendAllAsync([entry], cancellationToken);

    /// <summary>Adds all entries in one transaction.</summary>
    /// <inheritdoc/>
    public Task<IReadOnlyList<StateRefusedException?>> AppendAllAsync(
        IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken) => database.CallAsync(connection =>
    {
        using var transaction = connection.BeginTransaction();
        foreach (var entry in entries)
        {
            connection.Do(
                "INSERT INTO audit (key, schema, kind, cluster, json) VALUES ($key, $schema, $kind, $cluster, $json)",
                ("$key", keys.Next(entry.At)), ("$schema", DocumentSchema.Current), ("$kind", CamelCase.Of(entry.Kind)),
                ("$cluster", entry.ClusterId), ("$json", JsonSerializer.Serialize(entry, StateJson.Audit)));
        }
        transaction.Commit();
        return (IReadOnlyList<StateRefusedException?>)new StateRefusedException?[entries.Count];
    }, cancellationToken);

    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken) => database.CallAsync(connection =>
    {
        var page = new AuditPageBuilder(query.Limit);
        using var command = Select(connection, query);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var key = rows.GetString(0);
            var (entry, problem) = DocumentSchema.Problem(rows.Schema(1)) is { } unknown
                ? (null, unknown)
                : AuditKeys.Parse(rows.GetString(2));
            if (!page.TryAdd(key, entry, $"The entry '{key}' {problem}"))
                break;
        }
        return page.Page;
    }, cancellationToken);

    /// <summary>Removes the oldest thousand entries.</summary>
    /// <inheritdoc/>
    public Task PruneAsync(Instant before, CancellationToken cancellationToken) => database.CallAsync(
        connection => connection.Do(
            $"DELETE FROM audit WHERE key IN (SELECT key FROM audit WHERE key > $before ORDER BY key DESC LIMIT {MaxBatch})",
            ("$before", AuditKeys.Before(before))),
        cancellationToken);

    private static SqliteCommand Select(SqliteConnection connection, AuditQuery query)
    {
        const string Rows = "SELECT key, schema, json FROM audit WHERE key > $after AND key < $end";
        var asked = query.ClusterId is null ? "" : " AND cluster = $cluster";
        if (query.Kinds is { } kinds)
            asked += $" AND kind IN ({string.Join(", ", kinds.Select(kind => $"'{CamelCase.Of(kind)}'"))})";
        // Damaged entries from an import have neither kind nor cluster, so every query with a filter must also select them. It is a second
        // query, merged by SQLite, because with OR SQLite would read all entries of all clusters.
        var damaged = asked.Length == 0 ? "" : $" UNION ALL {Rows} AND kind IS NULL";
        return connection.Command(
            $"{Rows}{asked}{damaged} ORDER BY key",
            ("$after", new[] { query.After?.Key ?? "", query.To is { } to ? AuditKeys.Before(to) : "" }.Max(StringComparer.Ordinal)),
            ("$end", query.From is { } from ? AuditKeys.Before(from) : "~"),
            ("$cluster", query.ClusterId));
    }
}
