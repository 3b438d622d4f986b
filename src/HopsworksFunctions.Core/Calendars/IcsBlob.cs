using Azure;
using Azure.Storage.Blobs;
using HopsworksFunctions.Core.State.AzureStorage;
using NodaTime;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>
/// An iCalendar file in a blob. The app requests it once an hour, and downloads it only if its ETag has changed. After a failure it tries
/// again a quarter of an hour later, so that a storage account that hangs does not delay every run.
/// </summary>
internal sealed class IcsBlob(BlobClient blob)
{
    private static readonly Duration Interval = Duration.FromHours(1);
    private static readonly Duration AfterFailure = Duration.FromMinutes(15);

    private readonly CachedBlob cached = new(blob);
    private byte[] bytes = [];
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
        return failure is null ? bytes : throw new CalendarSourceException(failure.Message, failure);
    }

    private async Task<CalendarSourceException?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            bytes = await cached.ReadAsync(IcsFile.MaxBytes, cancellationToken);
            IcsFile.RefuseAbove(bytes.Length);
            return null;
        }
        catch (CalendarSourceException e)
        {
            return e;
        }
        catch (Exception e) when (AzureFault.Is(e, cancellationToken) || e is IOException)
        {
            return new(Advice(e), e);
        }
    }

    // The exception's own text is left out, because it may contain the whole address.
    private static string Advice(Exception e) => e switch
    {
        RequestFailedException { Status: 404 } => "the blob does not exist",
        RequestFailedException { Status: 401 or 403 } =>
            "the app's identity has no access; give it Storage Blob Data Reader on the container",
        RequestFailedException { Status: > 0 and var status, ErrorCode: var code } =>
            $"the storage account answered {status} {code}".TrimEnd(),
        _ => "the storage account or identity endpoint cannot be reached",
    };
}
