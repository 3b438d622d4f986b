using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace HopsworksFunctions.Core.State.AzureStorage;

/// <summary>Reads and writes of a table that may not be there yet.</summary>
internal static class MissingTable
{
    /// <summary>Sends a write, and once more after creating the table when there was none.</summary>
    public static async Task<Response> WriteAsync(this TableClient table, Func<Task<Response>> write, CancellationToken cancellationToken)
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

    /// <summary>The rows of a filter; none while there is no table.</summary>
    /// <param name="perPage">How many rows the service gives at a time; null for as many as it will.</param>
    public static async IAsyncEnumerable<TableEntity> RowsAsync(
        this TableClient table, string filter, int? perPage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = table.QueryAsync<TableEntity>(filter, perPage, cancellationToken: cancellationToken);
        await using var rows = pages.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await rows.MoveNextAsync())
                    yield break;
            }
            catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
            {
                yield break;
            }
            yield return rows.Current;
        }
    }
}
