using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>One tick of the timer for several accounts. Runs a few accounts concurrently, and sends many over the queue.</summary>
public sealed partial class AccountTick(
    AccountSettings settings, AccountServices accounts, AccountBoard board, AccountRun run, AccountQueue queue, TimeProvider time,
    ILogger<AccountTick> logger)
{
    /// <summary>The number of messages that are sent, and of accounts that are notified, at the same time.</summary>
    private const int Parallel = 8;

    /// <summary>The step between the first accounts of consecutive ticks, so that no account is always last.</summary>
    private const int Rotation = 7919;

    private const int MaxNamed = 5;

    /// <returns>The problems, in sentences; null for none.</returns>
    /// <exception cref="OperationCanceledException">The process is stopping.</exception>
    public async Task<string?> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetCurrentInstant();
        var problems = settings.NeedQueue
            ? await SendAsync(now, cancellationToken)
            : await RunAllAsync(request, cancellationToken);
        problems = [.. problems, .. await CheckAsync(request, now, cancellationToken)];
        return problems.Count == 0 ? null : string.Join(" ", problems.Select(SentenceText.End));
    }

    private async Task<IReadOnlyList<string>> RunAllAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var outcomes = await Task.WhenAll(settings.Names.Select(async name =>
            (Name: name, Problem: await Task.Run(() => run.RunAsync(name, request, cancellationToken), CancellationToken.None))));
        return Some([.. outcomes.Where(o => o.Problem is not null).Select(o => $"{o.Name}: {o.Problem}")], "failed", "; ");
    }

    private async Task<IReadOnlyList<string>> SendAsync(Instant now, CancellationToken cancellationToken)
    {
        var (names, interval) = (settings.Names, settings.Interval(now));
        var tick = Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var start = (int)(tick.ToUnixTimeSeconds() / Math.Max(1, (long)interval.TotalSeconds) * Rotation % names.Count);
        string? problem = null;
        var sent = 0;
        await System.Threading.Tasks.Parallel.ForAsync(
            0, names.Count, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (i, stop) =>
            {
                // If the queue is unavailable for one account, it is for all.
                if (problem is not null)
                    return;
                try
                {
                    await queue.SendAsync(names[(start + i) % names.Count], tick, interval, stop);
                    Interlocked.Increment(ref sent);
                }
                catch (StateUnavailableException e)
                {
                    problem = e.Message;
                }
            });
        Log.Sent(logger, sent, names.Count, tick);
        return problem is null ? [] : Missing($"{names.Count - sent} of {names.Count} accounts are not run in this tick. {problem}");
    }

    /// <summary>Notifies accounts without recent runs, and returns the problems since the last tick.</summary>
    private async Task<IReadOnlyList<string>> CheckAsync(RunRequest request, Instant now, CancellationToken cancellationToken)
    {
        try
        {
            var ticking = await board.TickAsync(now, time.GetCurrentInstant(), settings.Ticks, cancellationToken);
            var known = await board.ReadAsync(cancellationToken);
            await board.ExpectAsync([.. settings.Names.Where(name => !known.ContainsKey(name))], now, cancellationToken);
            await board.ForgetAsync([.. known.Keys.Except(settings.Names)], cancellationToken);
            var ours = settings.Names.Where(known.ContainsKey).Select(name => known[name]).ToList();
            var late = ours.Where(status => settings.IsLate(status, ticking, now)).ToList();
            await System.Threading.Tasks.Parallel.ForEachAsync(
                late.Where(status => status.ToldAt is null),
                new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
                async (status, stop) => await TellAsync(status, request, ticking, now, stop));
            return ProblemsOf(ours, late);
        }
        catch (StateUnavailableException e)
        {
            Log.NotRead(logger, e.Message);
            return [];
        }
    }

    private IReadOnlyList<string> ProblemsOf(IReadOnlyList<AccountStatus> ours, IReadOnlyList<AccountStatus> late)
    {
        // A run over the queue reports its failure only in its status. A failure of a concurrent run is already reported.
        var failed = settings.NeedQueue ? ours.Except(late).Where(status => status.LastRun is { Outcome: RunOutcome.Failed }) : [];
        return
        [
            .. Some([.. late.Select(status => status.Account)], $"had no run in {AccountStatus.MostMissed} ticks", ", ")
                .SelectMany(Missing),
            .. Some([.. failed.Select(status => status.Account)], "failed in their last run", ", "),
        ];
    }

    private async Task TellAsync(
        AccountStatus status, RunRequest request, Instant ticking, Instant now, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = accounts.Open(status.Account);
            var lastSign = status.LastSign(ticking, now);
            // Invalid settings yield no policies, and therefore no channels.
            if (scope.Problem is null
                && await scope.Services.GetRequiredService<MissedRuns>().TellAsync(request, lastSign, cancellationToken))
                await board.ToldAsync(status.Account, now, cancellationToken);
        }
        // The next tick tries again.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.NotTold(logger, status.Account, e.Message);
        }
    }

    /// <summary>Logs that runs are missing, because no run does, and returns the problem.</summary>
    private IReadOnlyList<string> Missing(string problem)
    {
        Log.Missing(logger, SentenceText.End(problem));
        return [problem];
    }

    /// <summary>Returns a sentence about some accounts, or nothing if there are none.</summary>
    private IReadOnlyList<string> Some(IReadOnlyList<string> which, string what, string separator) => which.Count == 0 ? [] :
    [
        $"{which.Count} of {settings.Names.Count} accounts {what}: {string.Join(separator, which.Take(MaxNamed))}"
            + (which.Count > MaxNamed ? $"{separator}and {which.Count - MaxNamed} more" : ""),
    ];

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Accounts: {Sent} of {All} sent to the queue for the tick of {Tick}")]
        public static partial void Sent(ILogger logger, int sent, int all, Instant tick);

        // Alerts read this event.
        [LoggerMessage(LogLevel.Error, EventName = "RunsMissing", Message = "Accounts: {Problem}")]
        public static partial void Missing(ILogger logger, string problem);

        [LoggerMessage(LogLevel.Warning, "Accounts: their last runs cannot be read, so missing runs are not told: {Problem}")]
        public static partial void NotRead(ILogger logger, string problem);

        [LoggerMessage(LogLevel.Error, "Account {Account}: it has no runs, and its people could not be told: {Problem}")]
        public static partial void NotTold(ILogger logger, string account, string problem);
    }
}
