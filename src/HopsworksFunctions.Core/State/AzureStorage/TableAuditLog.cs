using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.State.AzureStorage;

/// <summary>The audit log as rows of the documents' table, newest first. A query reads only the rows that its page needs.</summary>
public sealed class TableAuditLog(TableClient table, string account) : IAuditLog
{
    // The Tables service's maximum.
    private const int MaxPerPage = 1000;
    private const int MaxBatch = 50;

    /// <summary>
    /// The maximum number of requests for one page of a cluster's entries. Each request makes the service scan the entries of all clusters,
    /// for up to five seconds.
    /// </summary>
    internal const int MaxLooks = 4;

    private const string Audit = "audit";
    private const string Cluster = nameof(Cluster);
    private const string Kind = nameof(Kind);

    private readonly string partition = DocumentName.Escape(account);
    private readonly AuditKeys keys = new();
    private readonly AzureFault fault = new($"The table '{table.Name}'", "State__TableServiceUri", "Storage Table Data Contributor");

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => AppendAsync(ToRow(entry), cancellationToken);

    public async Task<IReadOnlyList<StateRefusedException?>> AppendAllAsync(
        IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var refusals = new List<StateRefusedException?>(entries.Count);
        var actions = entries.Select(entry => new TableTransactionAction(TableTransactionActionType.UpsertReplace, ToRow(entry)));
        foreach (var part in TableTransactions.Split(actions))
        {
            if (part.Count > 1
                && await fault.CallAsync(() => table.TrySendAsync(part, cancellationToken), cancellationToken) is not null)
            {
                refusals.AddRange(part.Select(_ => (StateRefusedException?)null));
                continue;
            }
            foreach (var action in part)
            {
                refusals.Add(await StateRefusedException.OfAsync(
                    () => AppendAsync((TableEntity)action.Entity, cancellationToken)));
            }
        }
        return refusals;
    }

    public async Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var page = new AuditPageBuilder(query.Limit);
        try
        {
            var looks = 0;
            await foreach (var found in table.PagesAsync(
                Filter(query), Math.Min(query.Limit + 1, MaxPerPage), query.After?.Place, cancellationToken))
            {
                if (!found.Values.All(row => TryAdd(page, row)))
                    break;
                // A query with a start time needs no limit, because its range ends the search.
                if (query is { ClusterId: not null, From: null } && ++looks == MaxLooks && found.ContinuationToken is { } place)
                {
                    page.EndAt(AuditCursor.At(place));
                    break;
                }
            }
        }
        catch (Exception e) when (AzureFault.Is(e, cancellationToken))
        {
            throw fault.Explain(e);
        }
        return page.Page;
    }

    /// <summary>Removes at most as many entries as the service returns at a time.</summary>
    /// <inheritdoc/>
    public async Task PruneAsync(Instant before, CancellationToken cancellationToken)
    {
        try
        {
            var old = new List<string>();
            var filter = $"{TableDocument.RowFilter(partition, Audit)} and RowKey gt '{Audit}:{AuditKeys.Before(before)}'";
            await foreach (var row in table.RowsAsync(filter, MaxPerPage, cancellationToken))
            {
                old.Add(row.RowKey);
                if (old.Count == MaxPerPage)
                    break;
            }
            foreach (var some in old.Chunk(MaxBatch))
                await Task.WhenAll(some.Select(key => table.DeleteEntityAsync(partition, key, cancellationToken: cancellationToken)));
        }
        catch (Exception e) when (AzureFault.Is(e, cancellationToken))
        {
            throw fault.Explain(e);
        }
    }

    private TableEntity ToRow(AuditEntry entry)
    {
        var row = TableDocument.ToRow(partition, Audit, keys.Next(entry.At), JsonSerializer.Serialize(entry, StateJson.Audit));
        row[Kind] = CamelCase.Of(entry.Kind);
        if (entry.ClusterId is { } cluster)
            row[Cluster] = cluster;
        return row;
    }

    // The key is unique, so when a response is lost, the client's retry replaces its own write.
    private Task<Response> AppendAsync(TableEntity row, CancellationToken cancellationToken) => fault.CallAsync(
        () => table.WriteAsync(() => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken),
        cancellationToken);

    private static bool TryAdd(AuditPageBuilder page, TableEntity row)
    {
        var (entry, problem) = Parse(row);
        return page.TryAdd(TableDocument.KeyOf(row), entry, $"The row '{row.RowKey}' {problem}");
    }

    private static (AuditEntry? Entry, string? Problem) Parse(TableEntity row)
    {
        var (json, problem) = TableDocument.Read(Audit, row);
        return json is null ? (null, problem) : AuditKeys.Parse(json);
    }

    private string Filter(AuditQuery query)
    {
        var filter = TableDocument.RowFilter(partition, Audit);
        if (query.From is { } from)
            filter += $" and RowKey lt '{Audit}:{AuditKeys.Before(from)}'";
        if (query.To is { } to)
            filter += $" and RowKey gt '{Audit}:{AuditKeys.Before(to)}'";
        if (query.After is { Place: null } after)
            filter += $" and RowKey gt '{Audit}:{after.Key}'";
        if (query.Kinds is { } kinds)
            filter += $" and ({string.Join(" or ", kinds.Select(kind => $"{Kind} eq '{CamelCase.Of(kind)}'"))})";
        return query.ClusterId is { } cluster
            ? $"{filter} and {Cluster} eq '{cluster.Replace("'", "''", StringComparison.Ordinal)}'"
            : filter;
    }
}
