using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>Reads all entries of some kinds in a range, several days at a time.</summary>
internal static class AuditRange
{
    private const int PerPage = 1000;
    private const int AtATime = 8;

    /// <summary>Oldest first.</summary>
    /// <param name="to">Exclusive.</param>
    public static async Task<FoundEntries> ReadAsync(
        IAuditLog log, IReadOnlyList<AuditKind> kinds, Instant from, Instant to, CancellationToken cancellationToken)
    {
        var days = new List<(Instant From, Instant To)>();
        for (var start = from; start < to; start = days[^1].To)
            days.Add((start, Instant.Min(start + Duration.FromDays(1), to)));
        var found = new FoundEntries[days.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, days.Count), options, async (day, stop) =>
        {
            var query = new AuditQuery(From: days[day].From, To: days[day].To, Limit: PerPage) { Kinds = kinds };
            found[day] = await ReadAsync(log, query, stop);
        });
        return new([.. found.SelectMany(f => f.Entries)], found.Sum(f => f.Damaged));
    }

    private static async Task<FoundEntries> ReadAsync(IAuditLog log, AuditQuery query, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        var damaged = 0;
        for (AuditCursor? after = null; ;)
        {
            var page = await log.ReadAsync(query with { After = after }, cancellationToken);
            entries.AddRange(page.Entries);
            damaged += page.Damaged.Count;
            if (page.Next is null)
                break;
            after = page.Next;
        }
        entries.Reverse();
        return new(entries, damaged);
    }
}

/// <param name="Damaged">How many entries could not be parsed and are left out.</param>
internal sealed record FoundEntries(IReadOnlyList<AuditEntry> Entries, int Damaged);
