using System.Threading.Channels;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// The audit entries that reports count, over long ranges: those of closed days from one document a day, the others from the log.
/// </summary>
/// <param name="documents">Null where no day is ever closed.</param>
public sealed class AuditHistory(IAuditLog log, IDocumentStore? documents)
{
    private const int PerPage = 1000;
    private const int AtATime = 8;

    /// <summary>How many entries a report reads, some hundred megabytes: 92 days of more than a thousand clusters.</summary>
    public const int MaxEntries = 500_000;

    private static readonly Duration Day = Duration.FromDays(1);

    /// <summary>How many reports hold their entries at the same time; others wait, since an instance has 512 MB.</summary>
    private const int Turns = 2;

    // What a semaphore does, but with nothing to dispose of.
    private readonly Channel<bool> turns = Channel.CreateBounded<bool>(Turns);
    private readonly ClosedDays? days = documents is null ? null : new(log, documents);

    /// <summary>The log itself, for the newest entries and those of one cluster.</summary>
    internal IAuditLog Log => log;

    /// <summary>Closes days that are over and not closed yet, a limited number of them, and forgets those before a time.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached, read or written.</exception>
    internal Task CloseDaysAsync(Instant now, Instant oldest, CancellationToken cancellationToken) =>
        days is null ? Task.CompletedTask : days.CloseAsync(now, oldest, cancellationToken);

    /// <summary>Makes something small of many entries, when it is this report's turn.</summary>
    internal async Task<T> UseAsync<T>(Func<Task<T>> report, CancellationToken cancellationToken)
    {
        await turns.Writer.WriteAsync(true, cancellationToken);
        try
        {
            return await report();
        }
        finally
        {
            turns.Reader.TryRead(out _);
        }
    }

    /// <summary>Oldest first. Of a closed day's entries, only what <see cref="DayDocument"/> keeps is set.</summary>
    /// <param name="kinds">Some of <see cref="DayDocument.Kinds"/>.</param>
    /// <param name="to">Exclusive.</param>
    /// <exception cref="TooManyEntriesException">There are more than <see cref="MaxEntries"/>.</exception>
    internal async Task<FoundEntries> ReadAsync(
        IReadOnlyList<AuditKind> kinds, Instant from, Instant to, CancellationToken cancellationToken)
    {
        var closed = days is null ? null : await days.FindAsync(cancellationToken);
        var parts = closed is null ? InLog(from, to) : Parts(closed, from, to);
        var budget = new Budget();
        var found = new FoundEntries[parts.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, parts.Count), options, async (index, stop) =>
        {
            var part = parts[index];
            found[index] = part.Day is { } day && await days!.ReadAsync(day, stop) is { } entries
                ? new(Chosen(entries, kinds, part, budget), 0)
                : await ReadLogAsync(log, new(From: part.From, To: part.To, Limit: PerPage) { Kinds = kinds }, budget, stop);
        });
        var all = new AuditEntry[found.Sum(f => f.Entries.Count)];
        var length = 0;
        foreach (var entry in found.SelectMany(f => f.Entries))
            all[length++] = entry;
        return new(all, found.Sum(f => f.Damaged));
    }

    /// <summary>The range without what is known to be empty, a day at a time.</summary>
    private static List<Part> Parts(DayRange closed, Instant from, Instant to)
    {
        if (closed.IsFirst)
            from = Instant.Max(from, closed.Start);
        var (start, end) = (Instant.Max(from, closed.Start), Instant.Min(to, closed.End));
        if (start >= end)
            return InLog(from, to);
        var parts = InLog(from, start);
        for (var day = start.InUtc().Date; UtcDay.StartOf(day) < end; day = day.PlusDays(1))
            parts.Add(new(Instant.Max(start, UtcDay.StartOf(day)), Instant.Min(end, UtcDay.StartOf(day.PlusDays(1))), day));
        return [.. parts, .. InLog(end, to)];
    }

    private static List<Part> InLog(Instant from, Instant to)
    {
        var parts = new List<Part>();
        // Not the earlier of two instants, since there is no day after the last of time.
        for (var start = from; start < to; start = parts[^1].To)
            parts.Add(new(start, to - start > Day ? start + Day : to, null));
        return parts;
    }

    private static AuditEntry[] Chosen(AuditEntry[] entries, IReadOnlyList<AuditKind> kinds, Part part, Budget budget)
    {
        // Mostly all of a day, which need not be copied.
        if (!Array.TrueForAll(entries, IsChosen))
            entries = Array.FindAll(entries, IsChosen);
        budget.Take(entries.Length);
        return entries;

        bool IsChosen(AuditEntry entry) => entry.At >= part.From && entry.At < part.To && kinds.Contains(entry.Kind);
    }

    /// <summary>All entries of a query, oldest first.</summary>
    internal static Task<FoundEntries> ReadLogAsync(
        IAuditLog log, IReadOnlyList<AuditKind> kinds, Instant from, Instant to, CancellationToken cancellationToken) =>
        ReadLogAsync(log, new(From: from, To: to) { Kinds = kinds }, cancellationToken);

    /// <inheritdoc cref="ReadLogAsync(IAuditLog, IReadOnlyList{AuditKind}, Instant, Instant, CancellationToken)"/>
    internal static Task<FoundEntries> ReadLogAsync(IAuditLog log, AuditQuery query, CancellationToken cancellationToken) =>
        ReadLogAsync(log, query with { Limit = PerPage }, new(), cancellationToken);

    private static async Task<FoundEntries> ReadLogAsync(
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

    /// <param name="Day">The closed day that it is of; null for one to be read in the log.</param>
    private sealed record Part(Instant From, Instant To, LocalDate? Day);

    /// <summary>What the parts of a range, read at the same time, may still read.</summary>
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
