using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Reports what the policies' stops saved, from the audit log and list prices.</summary>
public sealed class SavingsLedger(IAccountStore store, AuditHistory history, PriceResolver prices)
{
    /// <summary>The longest range of a report, in days.</summary>
    public const int MaxDays = 92;

    /// <summary>The start of the UTC month.</summary>
    public static Instant MonthOf(Instant now) => Instant.FromUtc(now.InUtc().Year, now.InUtc().Month, 1, 0, 0);

    /// <param name="to">Exclusive.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<SavingsReport> ReportAsync(Instant from, Instant to, CancellationToken cancellationToken)
    {
        var state = await store.LoadAsync(cancellationToken);
        var until = Observation.EndOf(state, from, to);
        var (stretches, damaged) = await history.UseAsync(() => FindAsync(state, from, to, cancellationToken), cancellationToken);
        var machines = CountedNodes.MachinesOf(SavingsTotals.TicksOf(stretches).Keys);
        var (rates, note, doubts) = await prices.FindAsync(machines, cancellationToken);
        if (damaged > 0)
        {
            var entries = CountText.Of(damaged, "audit entry", "audit entries");
            doubts = [.. doubts, $"The report leaves out {entries} that could not be read."];
        }
        return SavingsCalculator.Of(stretches, rates, from, to, until, note, doubts);
    }

    /// <summary>The sums of <see cref="ReportAsync"/> without prices. Ask for it within a turn of the audit's history.</summary>
    /// <inheritdoc cref="ReportAsync"/>
    internal async Task<SavedTimes> SumAsync(AccountState state, Instant from, Instant to, CancellationToken cancellationToken) =>
        SavedTimes.Of((await FindAsync(state, from, to, cancellationToken)).Stretches);

    private async Task<(IReadOnlyList<DownTime> Stretches, int Damaged)> FindAsync(
        AccountState state, Instant from, Instant to, CancellationToken cancellationToken)
    {
        var found = await PowerHistory.ReadAsync(history, state, from, to, cancellationToken);
        var all = DownTime.Of(found.Entries, Observation.EndOf(state, from, to));
        return ([.. all.Select(stretch => stretch.Within(from, to)).OfType<DownTime>()], found.Damaged);
    }
}
