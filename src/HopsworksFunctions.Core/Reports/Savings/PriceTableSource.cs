using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using HopsworksFunctions.Core.Configuration;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Reads the optional price table for each report, so that new prices need no restart.</summary>
internal sealed class PriceTableSource(IOptions<SavingsOptions> options, TokenCredential credential) : IPriceSource
{
    public async Task<OpenPrices> OpenAsync(CancellationToken cancellationToken)
    {
        var (table, problem) = await ReadAsync(cancellationToken);
        return new((machine, _) => new(table.Find(machine)), table.Note, problem);
    }

    private async Task<(PriceTable Table, string? Problem)> ReadAsync(CancellationToken cancellationToken)
    {
        var source = options.Value.PricesSource;
        try
        {
            if (await BytesAsync(cancellationToken) is not { } bytes)
                return (PriceTable.Empty, null);
            var (table, problems) = PriceTable.Parse(bytes);
            var text = string.Join(" ", problems.Select(p => p.ToString(source)));
            return table is not null ? (table, null) : (PriceTable.Empty, $"The price table is not valid and was not used: {text}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or RequestFailedException or AuthenticationFailedException or AggregateException)
        {
            return (PriceTable.Empty, $"The price table at {source} cannot be read and was not used: {e.Message.Split('\n')[0].Trim()}");
        }
    }

    private async Task<byte[]?> BytesAsync(CancellationToken cancellationToken)
    {
        var path = options.Value.FullPath;
        if (options.Value.Blob is not { } blob)
            return File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken) : null;
        try
        {
            var client = new BlobClient(blob, credential, new BlobClientOptions().Bounded());
            return (await client.DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }
}
