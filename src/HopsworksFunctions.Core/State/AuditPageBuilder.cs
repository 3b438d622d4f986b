namespace HopsworksFunctions.Core.State;

/// <summary>
/// A page under construction, from sorted rows. Damaged rows count towards its limit, so the page ends even if there are many.
/// </summary>
internal sealed class AuditPageBuilder(int limit)
{
    private readonly List<AuditEntry> entries = [];
    private readonly List<string> damaged = [];
    private AuditCursor? last;
    private AuditCursor? next;

    public AuditPage Page => new(entries, next, damaged);

    /// <summary>Ends the page where the service stopped searching, even if it has few rows.</summary>
    public void EndAt(AuditCursor place) => next = place;

    /// <summary>Adds the next row. Returns false if the page is full; the row is then the first of the next page.</summary>
    /// <param name="key">The row's key. A page cannot end at a key that the app did not create.</param>
    /// <param name="entry">Null if the row is damaged.</param>
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
