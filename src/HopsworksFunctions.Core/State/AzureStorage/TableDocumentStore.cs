using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace HopsworksFunctions.Core.State.AzureStorage;

/// <summary>Documents as rows of an Azure table. The account is the partition, and the ETag is the version.</summary>
public sealed class TableDocumentStore(TableClient table, string account, TimeProvider time) : IDocumentStore
{
    public const string TableName = "HopsworksFunctions";

    private readonly string partition = DocumentName.Escape(account);
    private readonly AzureFault fault = new($"The table '{table.Name}'", "State__TableServiceUri", "Storage Table Data Contributor");

    public Task<ReadResult> ReadAsync(string kind, CancellationToken cancellationToken) =>
        ReadAsync(kind, KnownDocuments.None, cancellationToken);

    public Task<ReadResult> ReadAsync(string kind, KnownDocuments known, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        var unchanged = new List<string>();
        var documents = new List<StoredDocument>();
        var damaged = new List<DamagedDocument>();
        await foreach (var row in table.RowsAsync(TableDocument.RowFilter(partition, kind), null, cancellationToken))
        {
            if (TableDocument.KeyOf(row) is not { } key)
                continue;
            if (known.VersionOf(key) == row.ETag.ToString())
            {
                unchanged.Add(key);
                continue;
            }
            var read = Read(row, kind, key);
            documents.AddRange(read.Documents);
            damaged.AddRange(read.Damaged);
        }
        return ReadResult.InOrder(documents, damaged) with { Unchanged = unchanged };
    }, cancellationToken);

    public Task<ReadResult> FindAsync(string kind, string key, CancellationToken cancellationToken) => CallAsync(async () =>
        await RowAsync(TableDocument.RowKey(kind, key), cancellationToken) is { } row
            ? Read(row, kind, key)
            : ReadResult.Empty, cancellationToken);

    public Task<string> WriteAsync(string kind, string key, string json, string? version, CancellationToken cancellationToken) =>
        WriteAsync(kind, key, TableDocument.ToRow(partition, kind, key, json), version, cancellationToken);

    /// <summary>Writes a hundred documents at a time. If the service rejects one, all of them are written one by one to find it.</summary>
    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> WriteAllAsync(
        string kind, IReadOnlyList<DocumentWrite> writes, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        var results = new List<WriteResult>(writes.Count);
        foreach (var part in TableTransactions.Split(writes.Select(write => Action(kind, write))))
        {
            if (part.Count > 1 && await table.TrySendAsync(part, cancellationToken) is { } versions)
            {
                results.AddRange(versions.Select(version => new WriteResult(version, null)));
                continue;
            }
            // The same rows are sent again, so if only the transaction's response was lost, the client recognizes its own writes.
            foreach (var action in part)
            {
                var write = writes[results.Count];
                results.Add(await WriteResult.OfAsync(() => SendAsync(kind, write, (TableEntity)action.Entity, cancellationToken)));
            }
        }
        return (IReadOnlyList<WriteResult>)results;
    }, cancellationToken);

    private Task<string> WriteAsync(
        string kind, string key, TableEntity row, string? version, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        try
        {
            return await SendAsync(row, version, cancellationToken);
        }
        catch (RequestFailedException e) when (IsConflict(e))
        {
            // If a response is lost, the client sends the write again and then conflicts with its own first write.
            return await RowAsync(row.RowKey, cancellationToken) is { } stored && TableDocument.SameWrite(stored, row)
                ? stored.ETag.ToString()
                : throw StateConflictException.Changed(kind, key, e);
        }
    }, cancellationToken);

    public Task DeleteAsync(string kind, string key, string version, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        var response = await table.DeleteEntityAsync(partition, TableDocument.RowKey(kind, key), new ETag(version), cancellationToken);
        // The client does not throw for a missing row.
        return response.Status != 404 ? version : throw StateConflictException.Changed(kind, key);
    }, cancellationToken, e => StateConflictException.Changed(kind, key, e));

    public Task<string> SetAsideAsync(string kind, string key, string version, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        var row = await RowAsync(TableDocument.RowKey(kind, key), cancellationToken);
        if (row?.ETag.ToString() != version)
            throw StateConflictException.Changed(kind, key);
        var aside = TableDocument.Aside(row, time.GetUtcNow());
        await table.UpsertEntityAsync(aside, TableUpdateMode.Replace, cancellationToken);
        await DeleteAsync(kind, key, version, cancellationToken);
        return $"row '{aside.RowKey}' of partition '{partition}' in table '{table.Name}'";
    }, cancellationToken);

    private async Task<string?> SendAsync(string kind, DocumentWrite write, TableEntity row, CancellationToken cancellationToken)
    {
        if (write.Json is not null)
            return await WriteAsync(kind, write.Key, row, write.Version, cancellationToken);
        await DeleteAsync(kind, write.Key, write.Version!, cancellationToken);
        return null;
    }

    private TableTransactionAction Action(string kind, DocumentWrite write)
    {
        if (write.Json is null)
        {
            var gone = new TableEntity(partition, TableDocument.RowKey(kind, write.Key));
            return new(TableTransactionActionType.Delete, gone, new ETag(write.Version!));
        }
        var row = TableDocument.ToRow(partition, kind, write.Key, write.Json);
        return write.Version is { } version
            ? new(TableTransactionActionType.UpdateReplace, row, new ETag(version))
            : new(TableTransactionActionType.Add, row);
    }

    private static ReadResult Read(TableEntity row, string kind, string key)
    {
        var (json, problem) = TableDocument.Read(kind, row);
        var version = row.ETag.ToString();
        return json is not null ? new([new(key, json, version)], []) : new([], [new(kind, key, version, problem!)]);
    }

    private async Task<string> SendAsync(TableEntity row, string? version, CancellationToken cancellationToken)
    {
        if (version is not null)
            return ETagOf(await table.UpdateEntityAsync(row, new ETag(version), TableUpdateMode.Replace, cancellationToken));
        return ETagOf(await table.WriteAsync(() => table.AddEntityAsync(row, cancellationToken), cancellationToken));
    }

    private async Task<TableEntity?> RowAsync(string rowKey, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, rowKey, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private Task<T> CallAsync<T>(
        Func<Task<T>> call, CancellationToken cancellationToken, Func<Exception, Exception>? onConflict = null) => fault.CallAsync(
        async () =>
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException e) when (onConflict is not null && IsConflict(e))
        {
            throw onConflict(e);
        }
    }, cancellationToken);

    private static bool IsConflict(RequestFailedException e) =>
        e.Status == 412
        || e.ErrorCode == TableErrorCode.EntityAlreadyExists
        || e.ErrorCode == TableErrorCode.ResourceNotFound
        || e.ErrorCode == TableErrorCode.TableNotFound;

    private static string ETagOf(Response response) => response.Headers.ETag!.Value.ToString();
}
