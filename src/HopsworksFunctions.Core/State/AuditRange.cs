using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>Reads all entries of some kinds in a range, several days at a time.</summary>
internal static class AuditRange
{
    private const int PerPage = 1000;
    private const int AtATime = 8;

    /// <summary>How many entries a report reads, some hundred megabytes: 92 days of more than a thousand clusters.</summary>
    public const int MaxEntries = 500_000;

    /// <summary>Oldest first.</summary>
    /// <param name="to">Exclusive.</param>
    /// <exception cref="TooManyEntriesException">There are more than <see cref="MaxEntries"/>.</exception>
    public static async Task<FoundEntries> ReadAsync(
        IAuditLog log, IReadOnlyList<AuditKind> kinds, Instant from, Instant to, CancellationToken cancellationToken)
    {
        var days = new List<(Instant From, Instant To)>();
        // Not the earlier of two instants, since there is no day after the last of time.
        for (var start = from; start < to; start = days[^1].To)
            days.Add((start, to - start > Duration.FromDays(1) ? start + Duration.FromDays(1) : to));
        var budget = new Budget();
        var found = new FoundEntries[days.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, days.Count), options, async (day, stop) =>
        {
            var query = new AuditQuery(From: days[day].From, To: days[day].To, Limit: PerPage) { Kinds = kinds };
            found[day] = await ReadAsync(log, query, budget, stop);
        });
        return new([.. found.SelectMany(f => f.Entries)], found.Sum(f => f.Damaged));
    }

    private static async Task<FoundEntries> ReadAsync(
        IAuditLog log, AuditQuery query, Budget budget, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        var damaged = 0;
        for (AuditCursor? after = null; ;)
        {
            var page = await log.ReadAsync(query with { After = after }, cancellationToken);
            entries.AddRange(page.Entries);
            damaged += page.Damaged.Count;
            budget.Take(page.Entries.Count + page.Damaged.Count);
            if (page.Next is null)
                break;
            after = page.Next;
        }
        entries.Reverse();
        return new(entries, damaged);
    }

    /// <summary>What the days of a range, read at the same time, may still read.</summary>
    private sealed class Budget
    {
        private int left = MaxEntries;

        public void Take(int entries)
        {
            if (Interlocked.Add(ref left, -entries) < 0)
                throw new TooManyEntriesException($"The audit log has more than {MaxEntries} entries for this. Ask for a shorter range.");
        }
    }
}

/// <param name="Damaged">How many entries could not be parsed and are left out.</param>
internal sealed record FoundEntries(IReadOnlyList<AuditEntry> Entries, int Damaged);

/// <summary>A range has more entries than a report can read; the message says what to do.</summary>
public sealed class TooManyEntriesException(string message) : Exception(message);
