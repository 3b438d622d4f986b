using System.Threading.Channels;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// The audit entries that reports count, over long ranges. Entries of closed days come from one document per day, all others from the log.
/// </summary>
/// <param name="documents">The store of closed days; null if no days are ever closed.</param>
public sealed class AuditHistory(IAuditLog log, IDocumentStore? documents)
{
    private const int PerPage = 1000;
    private const int AtATime = 8;

    /// <summary>
    /// The maximum number of entries that one report reads, some hundred megabytes: 92 days of more than a thousand clusters.
    /// </summary>
    public const int MaxEntries = 500_000;

    private static readonly Duration Day = Duration.FromDays(1);

    /// <summary>The number of reports that hold their entries at the same time. Others wait, because an instance has only 512 MB.</summary>
    private const int Turns = 2;

    // A channel works like a semaphore here, but needs no disposal.
    private readonly Channel<bool> turns = Channel.CreateBounded<bool>(Turns);
    private readonly ClosedDays? days = documents is null ? null : new(log, documents);

    /// <summary>The log itself, for the newest entries and those of one cluster.</summary>
    internal IAuditLog Log => log;

    /// <summary>Closes a limited number of past days that are not closed yet, and deletes those before <paramref name="oldest"/>.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached, read or written.</exception>
    internal Task CloseDaysAsync(Instant now, Instant oldest, CancellationToken cancellationToken) =>
        days is null ? Task.CompletedTask : days.CloseAsync(now, oldest, cancellationToken);

    /// <summary>
    /// Runs a report when it is its turn. Its result must be small, because the report holds many entries only during the turn.
    /// </summary>
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

    /// <summary>
    /// Returns the entries of a range, oldest first. Entries of closed days contain only the properties that <see cref="DayDocument"/>
    /// keeps.
    /// </summary>
    /// <param name="kinds">A subset of <see cref="DayDocument.Kinds"/>.</param>
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

    /// <summary>Splits the range into days, without the time before the log begins.</summary>
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
        // Instant.Min(start + Day, to) would overflow at the end of time.
        for (var start = from; start < to; start = parts[^1].To)
            parts.Add(new(start, to - start > Day ? start + Day : to, null));
        return parts;
    }

    private static AuditEntry[] Chosen(AuditEntry[] entries, IReadOnlyList<AuditKind> kinds, Part part, Budget budget)
    {
        // Usually all entries of a day match, so no copy is needed.
        if (!Array.TrueForAll(entries, IsChosen))
            entries = Array.FindAll(entries, IsChosen);
        budget.Take(entries.Length);
        return entries;

        bool IsChosen(AuditEntry entry) => entry.At >= part.From && entry.At < part.To && kinds.Contains(entry.Kind);
    }

    /// <summary>Returns all entries of a query, oldest first.</summary>
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

    /// <param name="Day">The closed day that contains the part; null if the part must be read from the log.</param>
    private sealed record Part(Instant From, Instant To, LocalDate? Day);

    /// <summary>The number of entries that the parts of a range, which are read concurrently, may still read together.</summary>
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

/// <param name="Damaged">The number of entries that could not be parsed and are left out.</param>
internal sealed record FoundEntries(IReadOnlyList<AuditEntry> Entries, int Damaged);

/// <summary>The exception for a range with more entries than a report can read. The message says what to do.</summary>
public sealed class TooManyEntriesException(string message) : Exception(message);
