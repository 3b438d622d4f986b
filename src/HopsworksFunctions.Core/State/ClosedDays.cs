using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// One document per past UTC day, with the entries that reports count, so that reports do not read the log. An index document names the
/// closed days. All documents can be recreated from the log, so a missing or unreadable one costs only time.
/// </summary>
internal sealed class ClosedDays(IAuditLog log, IDocumentStore documents)
{
    /// <summary>The time between the end of a day and its closing. No process writes an entry later than that.</summary>
    private static readonly Duration Margin = Duration.FromHours(1);

    /// <summary>The number of days that one call closes or deletes, so that runs stay short in the hours after an upgrade.</summary>
    internal const int AtOnce = 16;

    // A document in the Tables service holds about 480,000 characters.
    private const int PerDocument = 8000;

    /// <summary>
    /// The number of entries of the latest days kept in memory, about 30 MB. They cannot become stale, because closed days do not change. A
    /// forecast reads two months of entries: 130,000 if 500 clusters start and stop daily.
    /// </summary>
    private const int Kept = 150_000;

    private const string Index = "closed";

    private readonly Lock gate = new();
    private readonly SortedDictionary<LocalDate, AuditEntry[]> latest = [];
    private readonly KnownValues values = new();

    /// <summary>Returns the closed days; null if there are none.</summary>
    public async Task<DayRange?> FindAsync(CancellationToken cancellationToken) =>
        await FindAsync<DayRange>(Index, cancellationToken) is (var closed, _) ? closed : null;

    /// <summary>Returns the entries of a closed day, oldest first; null if they must be read from the log.</summary>
    public async Task<AuditEntry[]?> ReadAsync(LocalDate day, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (latest.TryGetValue(day, out var known))
                return known;
        }
        values.Trim();
        if (await LoadAsync(day, cancellationToken) is not { } entries)
            return null;
        lock (gate)
        {
            latest[day] = entries;
            while (latest.Count > 1 && latest.Values.Sum(list => list.Length) > Kept)
                latest.Remove(latest.Keys.First());
        }
        return entries;
    }

    private async Task<AuditEntry[]?> LoadAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        for (var part = 0; ; part++)
        {
            if (await FindAsync<DayDocument>(KeyOf(day, part), cancellationToken) is not var (document, _)
                || !document.TryAddTo(entries, UtcDay.StartOf(day), values))
                return null;
            if (!document.HasMore)
                return [.. entries];
        }
    }

    public async Task CloseAsync(Instant now, Instant oldest, CancellationToken cancellationToken)
    {
        var (last, horizon) = ((now - Margin).InUtc().Date.PlusDays(-1), oldest.InUtc().Date);
        try
        {
            var known = await FindAsync(cancellationToken);
            var closed = known;
            for (var n = 0; n < AtOnce && await StepAsync(closed, last, horizon, cancellationToken) is { } longer; n++)
                closed = longer;
            if (closed is not null && closed != known)
                await SaveAsync(Index, closed, cancellationToken);
        }
        catch (StateConflictException)
        {
            // Another process also closes days. Until the next hour, these days are read from the log.
        }
    }

    /// <summary>
    /// Closes the next day, or else deletes the first, or else closes the day before the first. Returns null when nothing is left to do.
    /// </summary>
    private async Task<DayRange?> StepAsync(DayRange? closed, LocalDate last, LocalDate horizon, CancellationToken cancellationToken)
    {
        if (closed is null || closed.Last < last)
        {
            var next = closed?.Last.PlusDays(1) ?? last;
            await CloseAsync(next, cancellationToken);
            return closed is null ? new(next, next, IsFirst: false) : closed with { Last = next };
        }
        if (closed.First < horizon && closed.First < closed.Last)
        {
            await ForgetAsync(closed.First, cancellationToken);
            return closed with { First = closed.First.PlusDays(1) };
        }
        if (closed.IsFirst || closed.First <= horizon)
            return null;
        if (await log.ReadAsync(new(To: closed.Start, Limit: 1), cancellationToken) is { Entries: [], Damaged: [], Next: null })
            return closed with { IsFirst = true };
        var before = closed.First.PlusDays(-1);
        await CloseAsync(before, cancellationToken);
        return closed with { First = before };
    }

    private async Task CloseAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var found = await EntriesAsync(day, cancellationToken);
        // Entries that this version cannot read may be readable for a newer version.
        if (found is not { Damaged: 0 } || !await SavePartsAsync(day, found.Entries, cancellationToken))
            await SaveAsync(KeyOf(day, 0), DayDocument.InLog, cancellationToken);
    }

    /// <returns>False if the store refuses a part, for example one with very long names.</returns>
    private async Task<bool> SavePartsAsync(LocalDate day, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var parts = entries.Chunk(PerDocument).DefaultIfEmpty([]).ToList();
        try
        {
            // The first part is written last, because its presence means that all parts are stored.
            for (var part = parts.Count - 1; part >= 0; part--)
            {
                var document = DayDocument.Of(parts[part], UtcDay.StartOf(day), part < parts.Count - 1);
                await SaveAsync(KeyOf(day, part), document, cancellationToken);
            }
            return true;
        }
        catch (StateRefusedException)
        {
            return false;
        }
    }

    /// <summary>Returns null if there are more entries than a report reads.</summary>
    private async Task<FoundEntries?> EntriesAsync(LocalDate day, CancellationToken cancellationToken)
    {
        try
        {
            return await AuditHistory.ReadLogAsync(
                log, DayDocument.Kinds, UtcDay.StartOf(day), UtcDay.StartOf(day.PlusDays(1)), cancellationToken);
        }
        catch (TooManyEntriesException)
        {
            return null;
        }
    }

    private async Task ForgetAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var hasMore = true;
        for (var part = 0; hasMore && await FindAsync<DayDocument>(KeyOf(day, part), cancellationToken) is var (document, version); part++)
        {
            await documents.DeleteAsync(DocumentKinds.Day, KeyOf(day, part), version, cancellationToken);
            hasMore = document.HasMore;
        }
    }

    private async Task SaveAsync<T>(string key, T value, CancellationToken cancellationToken)
    {
        var found = await documents.FindAsync(DocumentKinds.Day, key, cancellationToken);
        var version = found.Versions.FirstOrDefault().Version;
        var json = JsonSerializer.Serialize(value, StateJson.Documents);
        await documents.WriteAsync(DocumentKinds.Day, key, json, version, cancellationToken);
    }

    /// <summary>Returns null if the document is missing or unreadable.</summary>
    private async Task<(T Value, string Version)?> FindAsync<T>(string key, CancellationToken cancellationToken)
        where T : class
    {
        if ((await documents.FindAsync(DocumentKinds.Day, key, cancellationToken)).Documents is not [var found])
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(found.Json, StateJson.Documents) is { } value ? (value, found.Version) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns a key such as <c>2026-06-01</c>, or <c>2026-06-01.1</c> for a later part.</summary>
    private static string KeyOf(LocalDate day, int part) =>
        $"{LocalDatePattern.Iso.Format(day)}{(part == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{part}"))}";
}
