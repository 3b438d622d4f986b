using Azure;
using Azure.Data.Tables;

namespace HopsworksFunctions.Core.State.AzureStorage;

/// <summary>
/// Methods to send rows of one partition in as few transactions as possible. The service carries out each transaction completely or not at
/// all.
/// </summary>
internal static class TableTransactions
{
    // The Tables service sets both maximums.
    private const int MaxActions = 100;
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Splits actions into parts that each fit into a transaction or consist of a single action.</summary>
    public static IEnumerable<IReadOnlyList<TableTransactionAction>> Split(IEnumerable<TableTransactionAction> actions)
    {
        var part = new List<TableTransactionAction>();
        var bytes = 0;
        foreach (var action in actions)
        {
            var more = TableDocument.MostBytes((TableEntity)action.Entity);
            if (part.Count == MaxActions || part.Count > 0 && bytes + more > MaxBytes)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }
            part.Add(action);
            bytes += more;
        }
        if (part.Count > 0)
            yield return part;
    }

    /// <summary>Sends a part as one transaction.</summary>
    /// <returns>
    /// The new ETags, null for deleted rows. The list is null if the service rejected an action. It then carried out no action this time,
    /// but an earlier attempt may have carried out all of them if its response was lost.
    /// </returns>
    public static async Task<IReadOnlyList<string?>?> TrySendAsync(
        this TableClient table, IReadOnlyList<TableTransactionAction> part, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await table.WriteAsync(() => table.SubmitTransactionAsync(part, cancellationToken), cancellationToken);
            return [.. answer.Value.Select(row => row.Headers.ETag?.ToString())];
        }
        catch (RequestFailedException e) when (e is TableTransactionFailedException || AzureFault.IsTooLarge(e))
        {
            return null;
        }
    }
}
