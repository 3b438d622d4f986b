using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using HopsworksFunctions.Core.Http;
using HopsworksFunctions.Core.State.AzureStorage;
using NodaTime;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>
/// An iCalendar file in a blob. It is asked for once an hour, and sent only if its ETag has changed; after a failure it is asked for
/// again a quarter of an hour later, so that a storage account that hangs does not hold up every run.
/// </summary>
internal sealed class IcsBlob(BlobClient blob)
{
    private static readonly Duration Interval = Duration.FromHours(1);
    private static readonly Duration AfterFailure = Duration.FromMinutes(15);

    private (ETag ETag, byte[] Bytes)? last;
    private CalendarSourceException? failure;
    private Instant next = Instant.MinValue;

    /// <exception cref="CalendarSourceException">The last reading failed.</exception>
    public async Task<byte[]> ReadAsync(Instant now, CancellationToken cancellationToken)
    {
        if (now >= next)
        {
            failure = await AskAsync(cancellationToken);
            next = now + (failure is null ? Interval : AfterFailure);
        }
        return failure is null ? last!.Value.Bytes : throw new CalendarSourceException(failure.Message, failure);
    }

    private async Task<CalendarSourceException?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DownloadAsync(cancellationToken);
            return null;
        }
        catch (CalendarSourceException e)
        {
            return e;
        }
        catch (RequestFailedException e) when (e.Status == 304)
        {
            // Not modified: the cached copy is current.
            return null;
        }
        catch (Exception e) when (AzureFault.Is(e, cancellationToken) || e is IOException)
        {
            return new(Advice(e), e);
        }
    }

    private async Task DownloadAsync(CancellationToken cancellationToken)
    {
        var options = new BlobDownloadOptions { Conditions = last is { } known ? new() { IfNoneMatch = known.ETag } : null };
        var answer = await blob.DownloadStreamingAsync(options, cancellationToken);
        if (answer.GetRawResponse().Status == 304)
            return;
        using var download = answer.Value;
        IcsFile.RefuseAbove(download.Details.ContentLength);
        // What comes through a proxy may have no length.
        var bytes = await BoundedRead.AllAsync(download.Content, IcsFile.MaxBytes + 1, cancellationToken);
        IcsFile.RefuseAbove(bytes.Length);
        last = (download.Details.ETag, bytes);
    }

    // Never the exception's own text, which may hold the whole address.
    private static string Advice(Exception e) => e switch
    {
        RequestFailedException { Status: 404 } => "there is no such blob",
        RequestFailedException { Status: 401 or 403 } =>
            "it may not be read with this identity; give it the role Storage Blob Data Reader on the container",
        RequestFailedException { Status: > 0 and var status, ErrorCode: var code } =>
            $"the storage account answered {status} {code}".TrimEnd(),
        _ => "the storage account, or the identity endpoint, cannot be reached",
    };
}
