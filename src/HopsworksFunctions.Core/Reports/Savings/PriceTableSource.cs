using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Reads the price table each time it is asked for, so that new prices count without a restart; where nothing is, there are no prices.</summary>
public sealed class PriceTableSource(IOptions<SavingsOptions> options, Func<Uri, BlobClient> open)
{
    /// <summary>The table, and why it is empty though it should not be; null when all is well.</summary>
    public async Task<(PriceTable Table, string? Problem)> ReadAsync(CancellationToken cancellationToken)
    {
        var source = options.Value.PricesSource;
        try
        {
            if (await BytesAsync(cancellationToken) is not { } bytes)
                return (PriceTable.Empty, null);
            var (table, problems) = PriceTable.Parse(bytes);
            return table is not null ? (table, null) : (PriceTable.Empty, $"The price table is not valid and was not used: {string.Join(" ", problems.Select(p => p.ToString(source)))}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or RequestFailedException or AuthenticationFailedException or AggregateException)
        {
            return (PriceTable.Empty, $"The price table at {source} cannot be read and was not used: {e.Message.Split('\n')[0].Trim()}");
        }
    }

    private async Task<byte[]?> BytesAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Blob is not { } blob)
            return File.Exists(options.Value.FullPath) ? await File.ReadAllBytesAsync(options.Value.FullPath, cancellationToken) : null;
        try
        {
            return (await open(blob).DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }
}
