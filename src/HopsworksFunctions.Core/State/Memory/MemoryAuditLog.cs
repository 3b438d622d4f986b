using NodaTime;

namespace HopsworksFunctions.Core.State.Memory;

/// <summary>An audit log in memory, for tests.</summary>
public sealed class MemoryAuditLog : IAuditLog
{
    private readonly Lock gate = new();
    private readonly SortedList<string, AuditEntry> entries = new(StringComparer.Ordinal);
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
        lock (gate)
            _ = entries.Where(e => query.Asks(e.Key, e.Value)).All(e => page.TryAdd(e.Key, e.Value, ""));
        return Task.FromResult(page.Page);
    }

    public Task PruneAsync(Instant before, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            foreach (var key in entries.Where(e => e.Value.At < before).Select(e => e.Key).ToList())
                entries.Remove(key);
        }
        return Task.CompletedTask;
    }
}
