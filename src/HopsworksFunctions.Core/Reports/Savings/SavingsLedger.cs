using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Reports the savings of policy stops, from the audit log and list prices.</summary>
public sealed class SavingsLedger(IAccountStore store, AuditHistory history, PriceResolver prices)
{
    /// <summary>The longest range of a report, in days.</summary>
    public const int MaxDays = 92;

    /// <summary>Returns the start of the UTC month.</summary>
    public static Instant MonthOf(Instant now) => Instant.FromUtc(now.InUtc().Year, now.InUtc().Month, 1, 0, 0);

    /// <param name="to">Exclusive.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<SavingsReport> ReportAsync(Instant from, Instant to, CancellationToken cancellationToken)
    {
        var state = await store.LoadAsync(cancellationToken);
        var until = Observation.EndOf(state, from, to);
        var (stretches, damaged) = await history.UseAsync(async () =>
        {
            var found = await PowerHistory.ReadAsync(history, state, from, to, cancellationToken);
            return (Within(found.Entries, state, from, to), found.Damaged);
        }, cancellationToken);
        var machines = CountedNodes.MachinesOf(SavingsTotals.TicksOf(stretches).Keys);
        var (rates, note, doubts) = await prices.FindAsync(machines, cancellationToken);
        if (damaged > 0)
        {
            var entries = CountText.Of(damaged, "audit entry", "audit entries");
            doubts = [.. doubts, $"The report leaves out {entries} that could not be read."];
        }
        return SavingsCalculator.Of(stretches, rates, from, to, until, note, doubts);
    }

    /// <summary>Returns the sums of <see cref="ReportAsync"/>, without prices, for a part of the entries.</summary>
    /// <param name="entries">The entries of a range, as read by <see cref="PowerHistory"/>.</param>
    internal async Task<SavedTimes> SumAsync(
        IReadOnlyList<AuditEntry> entries, AccountState state, Instant from, Instant to, CancellationToken cancellationToken) =>
        SavedTimes.Of(Within(await PowerHistory.WithinAsync(entries, history, state, from, to, cancellationToken), state, from, to));

    private static List<DownTime> Within(IEnumerable<AuditEntry> entries, AccountState state, Instant from, Instant to) =>
        [.. DownTime.Of(entries, Observation.EndOf(state, from, to)).Select(s => s.Within(from, to)).OfType<DownTime>()];
}
