using HopsworksFunctions.Core.State;
using Microsoft.Extensions.DependencyInjection;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>The accounts of the app with their status.</summary>
public sealed class AccountList(AccountSettings settings, AccountServices accounts, AccountBoard board, TimeProvider time)
{
    /// <summary>Returns the accounts in alphabetical order.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<IReadOnlyList<AccountListing>> ReadAsync(CancellationToken cancellationToken)
    {
        if (!settings.AreSeveral)
            return [await OnlyAsync(cancellationToken)];
        var (known, now) = (await board.ReadAsync(cancellationToken), time.GetCurrentInstant());
        var ticking = await board.TickingSinceAsync(cancellationToken) ?? now;
        return [.. settings.Names.Select(name => Of(name, known.GetValueOrDefault(name)))];

        AccountListing Of(string name, AccountStatus? status) => new(
            name, status?.LastRun, status?.Incidents ?? 0, status is not null && settings.IsLate(status, ticking, now),
            settings.ProblemOf(name));
    }

    private async Task<AccountListing> OnlyAsync(CancellationToken cancellationToken)
    {
        await using var scope = accounts.Open(settings.Names[0]);
        var state = await scope.Services.GetRequiredService<IAccountStore>().LoadReadOnlyAsync(cancellationToken);
        return new(settings.Names[0], state.LastRun, state.Incidents.Count, false, null);
    }
}

/// <summary>An account of the app.</summary>
/// <param name="LastRun">The last completed run; null before the first.</param>
/// <param name="Incidents">The number of open incidents.</param>
/// <param name="Late">Whether no run has completed for more than three ticks.</param>
/// <param name="Problem">The problem of the account's settings; null for none.</param>
public sealed record AccountListing(string Name, FinishedRun? LastRun, int Incidents, bool Late, string? Problem);
