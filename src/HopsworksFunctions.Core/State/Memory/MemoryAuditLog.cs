using NodaTime;

namespace HopsworksFunctions.Core.State.Memory;

/// <summary>An audit log in memory, for simulations that read the log, and for tests.</summary>
public sealed class MemoryAuditLog : IAuditLog
{
    private readonly Lock gate = new();
    // The order is oldest first, so that new entries are added at the end.
    private readonly SortedList<string, AuditEntry> entries =
        new(Comparer<string>.Create((one, other) => string.CompareOrdinal(other, one)));
    private readonly AuditKeys keys = new();

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        lock (gate)
            entries.Add(keys.Next(entry.At), entry);
        return Task.CompletedTask;
    }

    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var page = new AuditPageBuilder(query.Limit);
        // Each run reads only the entries since the previous run.
        var end = query.From is { } from ? AuditKeys.Before(from) : null;
        lock (gate)
        {
            for (var i = entries.Count - 1; i >= 0; i--)
            {
                var (key, entry) = (entries.GetKeyAtIndex(i), entries.GetValueAtIndex(i));
                if (end is not null && string.CompareOrdinal(key, end) > 0 || query.Asks(key, entry) && !page.TryAdd(key, entry, ""))
                    break;
            }
        }
        return Task.FromResult(page.Page);
    }

    public Task PruneAsync(Instant before, CancellationToken cancellationToken)
    {
        var end = AuditKeys.Before(before);
        lock (gate)
        {
            while (entries.Count > 0 && string.CompareOrdinal(entries.GetKeyAtIndex(0), end) > 0)
                entries.RemoveAt(0);
        }
        return Task.CompletedTask;
    }
}
