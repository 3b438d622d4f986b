using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.Http;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>
/// Reads the optional price table again for each report, so that new prices need no restart. Downloads a blob only if its ETag has changed.
/// </summary>
internal sealed class PriceTableSource(IOptions<SavingsOptions> options, TokenCredential credential) : IPriceSource
{
    private CachedBlob? cached;

    public async Task<OpenPrices> OpenAsync(CancellationToken cancellationToken)
    {
        var (table, problem) = await ReadAsync(cancellationToken);
        return new((machine, _) => new(table.Find(machine)), table.Note, problem);
    }

    private async Task<(PriceTable Table, string? Problem)> ReadAsync(CancellationToken cancellationToken)
    {
        var name = options.Value.Blob?.GetLeftPart(UriPartial.Path) ?? options.Value.PricesSource;
        try
        {
            if (await BytesAsync(cancellationToken) is not { } bytes)
                return (PriceTable.Empty, null);
            var (table, problems) = PriceTable.Parse(bytes);
            return table is not null ? (table, null) : (PriceTable.Empty,
                $"The price table is invalid and was not used: {FirstProblems.Of(problems).Join(p => p.ToString(name))}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || AzureFault.Is(e, cancellationToken))
        {
            return (PriceTable.Empty, $"Cannot read the price table at {name}; it was not used: {e.Message.Split('\n')[0].Trim()}");
        }
    }

    private async Task<byte[]?> BytesAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (options.Value.Blob is { } blob)
            {
                cached ??= new(new BlobClient(blob, credential, new BlobClientOptions().Bounded()));
                return await cached.ReadAsync(PriceTable.MaxBytes, cancellationToken);
            }
            await using var file = File.OpenRead(options.Value.FullPath);
            return await BoundedRead.AllAsync(file, PriceTable.MaxBytes + 1, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or RequestFailedException { Status: 404 })
        {
            return null;
        }
    }
}
