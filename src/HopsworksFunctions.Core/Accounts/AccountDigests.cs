using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>Queues the weekly digest of each account. A failure for one account does not affect the others.</summary>
public sealed partial class AccountDigests(AccountSettings settings, AccountServices accounts, ILogger<AccountDigests> logger)
{
    private const int Parallel = 4;

    /// <exception cref="StateUnavailableException">The digests of some accounts could not be queued.</exception>
    public async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        await System.Threading.Tasks.Parallel.ForEachAsync(
            settings.Names, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (account, stop) =>
            {
                if (await ProblemOfAsync(account, stop) is not { } problem)
                    return;
                lock (problems)
                    problems.Add(settings.AreSeveral ? $"{account}: {problem}" : problem);
            });
        if (problems.Count > 0)
            throw new StateUnavailableException(string.Join(" ", problems.Order(StringComparer.Ordinal)));
    }

    private async Task<string?> ProblemOfAsync(string account, CancellationToken cancellationToken)
    {
        await using var scope = accounts.Open(account);
        if (scope.Problem is { } problem)
            return problem;
        try
        {
            if (await scope.Services.GetRequiredService<Digest>().AnnounceAsync(cancellationToken))
                Log.HandedOver(logger, settings.AreSeveral ? $" (account {account})" : "");
            return null;
        }
        catch (Exception e) when (settings.AreSeveral && e is not OperationCanceledException)
        {
            return e.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The digest is queued; the next run sends it{Of}")]
        public static partial void HandedOver(ILogger logger, string of);
    }
}
