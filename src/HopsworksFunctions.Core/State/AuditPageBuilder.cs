namespace HopsworksFunctions.Core.State;

/// <summary>
/// Collects the rows of one page, which come sorted. Damaged ones count towards its limit, so that a page ends however many there are.
/// </summary>
internal sealed class AuditPageBuilder(int limit)
{
    private readonly List<AuditEntry> entries = [];
    private readonly List<string> damaged = [];
    private AuditCursor? last;
    private AuditCursor? next;

    public AuditPage Page => new(entries, next, damaged);

    /// <summary>Ends the page where the service stopped looking, however few rows it has.</summary>
    public void EndAt(AuditCursor place) => next = place;

    /// <summary>Takes the next row; false if the page is full, so that the row is the first of the next page.</summary>
    /// <param name="key">The row's key; a page cannot end at one that the app did not make.</param>
    /// <param name="entry">Null if it is damaged.</param>
    public bool TryAdd(string? key, AuditEntry? entry, string damage)
    {
        if (entries.Count + damaged.Count >= limit && last is not null)
        {
            next = last;
            return false;
        }
        last = key is not null && AuditCursor.TryParse(key, out var cursor) && cursor.Place is null ? cursor : null;
        if (entry is not null)
            entries.Add(entry);
        else
            damaged.Add(damage);
        return true;
    }
}
