using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>
/// The status of all accounts in one place, which can be read at once, however many there are. It is written after each run and does
/// not influence decisions about clusters.
/// </summary>
public sealed partial class AccountBoard(
    [FromKeyedServices(StateOptions.AllAccounts)] IDocumentStore store, ILogger<AccountBoard> logger)
{
    private const int Attempts = 3;

    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<IReadOnlyDictionary<string, AccountStatus>> ReadAsync(CancellationToken cancellationToken) =>
        (await LoadAsync(kind => store.ReadAsync(kind, cancellationToken))).Values;

    /// <summary>Returns the status of one account; null if it is unknown.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<AccountStatus?> FindAsync(string account, CancellationToken cancellationToken) =>
        (await LoadAsync(kind => store.FindAsync(kind, account, cancellationToken))).Values.GetValueOrDefault(account);

    /// <summary>Records accounts that are new in the settings.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    public async Task ExpectAsync(IReadOnlyCollection<string> accounts, Instant now, CancellationToken cancellationToken)
    {
        if (accounts.Count > 0)
        {
            // A conflict can be ignored, because the other instance recorded the same.
            await Empty().SaveAllAsync([.. accounts.Select(account => new AccountStatus(account, now))], cancellationToken);
        }
    }

    /// <summary>Deletes the status of accounts that the settings no longer name. It must not count if they name them again.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    public async Task ForgetAsync(IReadOnlyCollection<string> accounts, CancellationToken cancellationToken)
    {
        foreach (var account in accounts)
        {
            try
            {
                await (await LoadAsync(kind => store.FindAsync(kind, account, cancellationToken))).RemoveAsync(account, cancellationToken);
            }
            catch (StateConflictException)
            {
                // Another instance deleted it.
            }
        }
    }

    /// <summary>Records a tick of the timer.</summary>
    /// <param name="now">The start of the tick.</param>
    /// <param name="end">The end of the tick. Ticks that the timer left out until then, because this one took longer, are no gap.</param>
    /// <param name="ticks">Returns the number of the timer's ticks after one time, up to another, at most a given number.</param>
    /// <returns>
    /// The start of the current series of ticks without a gap. Time in which the timer did not run must not count against an account.
    /// </returns>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    public async Task<Instant> TickAsync(
        Instant now, Instant end, Func<Instant, Instant, int, int> ticks, CancellationToken cancellationToken)
    {
        var known = await TicksAsync(cancellationToken);
        var series = known.Values.GetValueOrDefault(TickSeries.Key) is { } last && last.Since <= now && ticks(last.Last, now, 2) < 2
            ? last with { Last = end }
            : new(now, end);
        try
        {
            await known.SaveAsync(series, cancellationToken);
        }
        catch (StateConflictException)
        {
            // Another instance recorded the same tick.
        }
        return series.Since;
    }

    /// <summary>Records a completed run. A failure is only logged, because the run itself is done.</summary>
    public Task CompletedAsync(RunReport report, CancellationToken cancellationToken) => ChangeAsync(
        report.Account, report.FinishedAt,
        status => status with { LastRun = report.ToFinishedRun(), Incidents = report.Incidents.Count, ToldAt = null }, cancellationToken);

    /// <summary>Records that missing runs were reported.</summary>
    public Task ToldAsync(string account, Instant now, CancellationToken cancellationToken) =>
        ChangeAsync(account, now, status => status with { ToldAt = now }, cancellationToken);

    /// <summary>Returns the last result of <see cref="TickAsync"/>; null before the first tick.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<Instant?> TickingSinceAsync(CancellationToken cancellationToken) =>
        (await TicksAsync(cancellationToken)).Values.GetValueOrDefault(TickSeries.Key)?.Since;

    private Task<DocumentSet<TickSeries>> TicksAsync(CancellationToken cancellationToken) => DocumentSet<TickSeries>.LoadAsync(
        store, DocumentKinds.Ticks, _ => TickSeries.Key, logger, kind => store.FindAsync(kind, TickSeries.Key, cancellationToken));

    private async Task ChangeAsync(
        string account, Instant now, Func<AccountStatus, AccountStatus> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var known = await LoadAsync(kind => store.FindAsync(kind, account, cancellationToken));
                await known.SaveAsync(change(known.Values.GetValueOrDefault(account) ?? new(account, now)), cancellationToken);
                return;
            }
            catch (StateConflictException) when (attempt < Attempts)
            {
                // Another instance changed it, so it is read again.
            }
            catch (Exception e) when (e is StateUnavailableException or StateConflictException)
            {
                Log.NotStored(logger, account, e.Message);
                return;
            }
        }
    }

    private Task<DocumentSet<AccountStatus>> LoadAsync(Func<string, Task<ReadResult>> read) =>
        DocumentSet<AccountStatus>.LoadAsync(store, DocumentKinds.Account, status => status.Account, logger, read);

    private DocumentSet<AccountStatus> Empty() => new(store, DocumentKinds.Account, status => status.Account, logger);

    private sealed record TickSeries(Instant Since, Instant Last)
    {
        public const string Key = "reconcile";
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Account {Account}: the status of its last run could not be stored: {Problem}")]
        public static partial void NotStored(ILogger logger, string account, string problem);
    }
}
