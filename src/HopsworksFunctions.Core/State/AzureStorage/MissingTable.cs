using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace HopsworksFunctions.Core.State.AzureStorage;

/// <summary>Methods to read and write a table that may not exist yet.</summary>
internal static class MissingTable
{
    /// <summary>Sends a write. If the table does not exist, creates it and sends the write again.</summary>
    public static async Task<T> WriteAsync<T>(this TableClient table, Func<Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await write();
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            await table.CreateIfNotExistsAsync(cancellationToken);
            return await write();
        }
    }

    /// <summary>Returns the rows that match a filter; none if the table does not exist.</summary>
    /// <param name="perPage">The page size to request; null for the service's default.</param>
    public static async IAsyncEnumerable<TableEntity> RowsAsync(
        this TableClient table, string filter, int? perPage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in table.PagesAsync(filter, perPage, null, cancellationToken))
        {
            foreach (var row in page.Values)
                yield return row;
        }
    }

    /// <summary>
    /// Returns the same rows as the pages sent by the service. A page may have few rows or none although more rows follow.
    /// </summary>
    /// <param name="place">The continuation token of an earlier page; null to start from the beginning.</param>
    public static async IAsyncEnumerable<Page<TableEntity>> PagesAsync(
        this TableClient table, string filter, int? perPage, string? place, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = table.QueryAsync<TableEntity>(filter, perPage, cancellationToken: cancellationToken).AsPages(place, perPage);
        await using var pages = all.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await pages.MoveNextAsync())
                    yield break;
            }
            catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
            {
                yield break;
            }
            yield return pages.Current;
        }
    }
}
