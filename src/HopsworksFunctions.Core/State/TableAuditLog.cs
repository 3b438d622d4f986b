using System.Text.Json;
using Azure.Data.Tables;

namespace HopsworksFunctions.Core.State;

/// <summary>The audit as rows of the table that the documents are in, the newest first; a query reads no more rows than its page needs.</summary>
public sealed class TableAuditLog(TableClient table, string account) : IAuditLog
{
    // Tables gives no more rows at a time.
    private const int MostPerPage = 1000;
    private const string Kind = "audit";
    private const string Cluster = nameof(Cluster);

    private readonly string partition = DocumentName.Escape(account);
    private readonly AuditKeys keys = new();
    private readonly AzureFault fault = new($"The table '{table.Name}'", "State__TableServiceUri", "Storage Table Data Contributor");

    public async Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var row = TableDocument.ToRow(partition, Kind, keys.Next(entry.At), JsonSerializer.Serialize(entry, AuditJson.Default.AuditEntry));
        if (entry.ClusterId is { } cluster)
            row[Cluster] = cluster;
        try
        {
            // The key is nobody else's; the client sends again when an answer is lost, and replaces what it wrote itself.
            await table.WriteAsync(() => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (AzureFault.Is(e, cancellationToken))
        {
            throw fault.Explain(e);
        }
    }

    public async Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var found = new List<(string Key, AuditEntry Entry)>();
        var damaged = new List<string>();
        try
        {
            await foreach (var row in table.RowsAsync(Filter(query), Math.Min(query.Limit + 1, MostPerPage), cancellationToken))
            {
                var (entry, problem) = Parse(row);
                if (entry is not null)
                    found.Add((TableDocument.KeyOf(row)!, entry));
                else
                    damaged.Add($"The row '{row.RowKey}' {problem}");
                if (found.Count > query.Limit)
                    break;
            }
        }
        catch (Exception e) when (AzureFault.Is(e, cancellationToken))
        {
            throw fault.Explain(e);
        }
        return AuditKeys.Page(found, query.Limit, damaged);
    }

    private static (AuditEntry? Entry, string? Problem) Parse(TableEntity row)
    {
        var (json, problem) = TableDocument.Read(Kind, row);
        if (json is null)
            return (null, problem);
        try
        {
            return (JsonSerializer.Deserialize(json, AuditJson.Default.AuditEntry), "is null");
        }
        catch (JsonException e)
        {
            return (null, $"is no entry: {e.Message}");
        }
    }

    private string Filter(AuditQuery query)
    {
        // Keys are ticks left, '-' and more, and '.' follows '-': earlier instants have greater keys.
        var filter = TableDocument.RowFilter(partition, Kind);
        if (query.From is { } from)
            filter += $" and RowKey lt '{Kind}:{AuditKeys.Prefix(from)}.'";
        if (query.To is { } to)
            filter += $" and RowKey gt '{Kind}:{AuditKeys.Prefix(to)}.'";
        if (query.After is { } after)
            filter += $" and RowKey gt '{Kind}:{after.Key}'";
        return query.ClusterId is { } cluster ? $"{filter} and {Cluster} eq '{cluster.Replace("'", "''", StringComparison.Ordinal)}'" : filter;
    }
}
