using Azure.Core;
using Azure.Storage.Blobs;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Policies.Language;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>Reads the current dates of sources, one at a time. Unchanged ones are not computed again.</summary>
public sealed class SourceReader
{
    private readonly PolicyOrigin origin;
    private readonly Func<Uri, BlobClient> blobs;
    private readonly TimeProvider time;
    private readonly Dictionary<CalendarSource, Known> known = [];
    private readonly Dictionary<Uri, IcsBlob> calendars = [];

    internal SourceReader(PolicyOrigin origin, Func<Uri, BlobClient> blobs, TimeProvider time) =>
        (this.origin, this.blobs, this.time) = (origin, blobs, time);

    /// <summary>Creates a reader for a person at the command line, which reads blobs with that person's own identity.</summary>
    public static SourceReader OfDeveloper(string folder) => new(
        new PolicyOrigin.Folder(folder), address => Blob(address, AzureIdentity.OfDeveloper), TimeProvider.System);

    /// <summary>Returns a blob's client, with the address's own signature if it has one, otherwise with an identity.</summary>
    internal static BlobClient Blob(Uri address, Func<TokenCredential> identity)
    {
        var options = new BlobClientOptions().Bounded();
        return address.Query.Contains("sig=", StringComparison.Ordinal) ? new(address, options) : new(address, identity(), options);
    }

    /// <summary>Returns the days of a source in a range, or why they cannot be read.</summary>
    public async Task<SourceReading> ReadAsync(CalendarSource source, CalendarRange range, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = source is CalendarSource.Ics ics ? await BytesAsync(ics, cancellationToken) : [];
            if (!known.TryGetValue(source, out var last) || last.Range != range || !last.Bytes.AsSpan().SequenceEqual(bytes))
                known[source] = last = new(range, bytes, Days(source, bytes, range));
            return last.Reading;
        }
        catch (CalendarSourceException e)
        {
            return new([], source is CalendarSource.Ics ics ? $"{ics.Address}: {e.Message}" : e.Message);
        }
    }

    private static SourceReading Days(CalendarSource source, byte[] bytes, CalendarRange range) => source switch
    {
        CalendarSource.Country country => new(CountryHolidays.Days(country.Code, range), null),
        CalendarSource.Ics => new(IcsEvents.Days(bytes, range), null),
        _ => throw new InvalidOperationException($"There is no source {source}."),
    };

    private async Task<byte[]> BytesAsync(CalendarSource.Ics ics, CancellationToken cancellationToken)
    {
        if (origin.AddressOf(ics) is { } address)
        {
            if (!calendars.TryGetValue(address, out var blob))
                calendars[address] = blob = new(blobs(address));
            return await blob.ReadAsync(time.GetCurrentInstant(), cancellationToken);
        }
        return await IcsFile.ReadAsync(Path.GetFullPath(ics.Location, ((PolicyOrigin.Folder)origin).Path), cancellationToken);
    }

    private sealed record Known(CalendarRange Range, byte[] Bytes, SourceReading Reading);
}

/// <summary>The days that a source gives, in order; none and the problem if it cannot be read.</summary>
public sealed record SourceReading(IReadOnlyList<CalendarDay> Days, string? Problem);
