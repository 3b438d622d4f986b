using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace HopsworksFunctions.Core.State;

internal static class TableSetup
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
            await CreateAsync(table, cancellationToken);
            return await write();
        }
    }

    // CreateIfNotExistsAsync needs reflection that AOT does not have.
    private static async Task CreateAsync(TableClient table, CancellationToken cancellationToken)
    {
        try
        {
            await table.CreateAsync(cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableAlreadyExists)
        {
        }
    }
}
