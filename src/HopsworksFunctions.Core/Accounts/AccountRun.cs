using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>Runs one of several accounts. A failure does not affect the other accounts.</summary>
public sealed partial class AccountRun(
    AccountSettings settings, AccountServices accounts, AccountBoard board, TimeProvider time, ILogger<AccountRun> logger)
{
    /// <summary>The maximum duration of a run. The next run does what is left.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Runs the account.</summary>
    /// <returns>The reason the run failed; null if it did not.</returns>
    /// <exception cref="OperationCanceledException">The process is stopping. Nothing more was sent.</exception>
    public async Task<string?> RunAsync(string account, RunRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await using var scope = accounts.Open(account);
            if (scope.Problem is { } problem)
            {
                scope.Services.GetRequiredService<ImpossibleRun>().Report(request, problem);
                return problem;
            }
            var report = await scope.Services.GetRequiredService<RunStarter>().RunAsync(request, either.Token);
            if (report.Outcome != RunOutcome.Skipped)
                await board.CompletedAsync(report, cancellationToken);
            return report.Outcome == RunOutcome.Failed ? report.Error ?? "the run failed" : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.TooLong(logger, account, Limit.TotalMinutes);
            return $"the run was ended after {Limit.TotalMinutes} minutes; the next run continues";
        }
        // The other accounts must run whatever the exception is.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Broken(logger, e, account);
            return e.Message;
        }
    }

    /// <summary>Runs the account of a message, unless the message is late or the account has run since it was sent.</summary>
    /// <param name="id">The id of the run.</param>
    public async Task RunAsync(AccountMessage message, string id, CancellationToken cancellationToken)
    {
        var now = time.GetCurrentInstant();
        if (settings.Problem is { } problem)
            Log.Impossible(logger, message.Account, problem);
        else if (!settings.Names.Contains(message.Account))
            Log.Unknown(logger, message.Account);
        else if (now - message.Tick >= settings.Interval(now))
            Log.Late(logger, message.Account, message.Tick);
        else if (await HasRunSinceAsync(message, now, cancellationToken))
            Log.Doubled(logger, message.Account, message.Tick);
        else
            await RunAsync(message.Account, new(id, "queue"), cancellationToken);
    }

    /// <summary>Returns whether a run has started since the message was sent. Times in the future do not count.</summary>
    private async Task<bool> HasRunSinceAsync(AccountMessage message, Instant now, CancellationToken cancellationToken)
    {
        try
        {
            return (await board.FindAsync(message.Account, cancellationToken))?.LastRun is { } last
                && last.StartedAt.ToInstant() is var started && started >= message.Tick && !FutureFacts.IsAhead(started, now);
        }
        catch (StateUnavailableException)
        {
            // The run then fails for the same reason and reports it.
            return false;
        }
    }

    private static partial class Log
    {
        // Alerts read the events named Run...
        [LoggerMessage(LogLevel.Error, EventName = "RunTooLong",
            Message = "Account {Account}: the run was ended after {Minutes} minutes; the next run continues")]
        public static partial void TooLong(ILogger logger, string account, double minutes);

        [LoggerMessage(LogLevel.Error, EventName = "RunBroken", Message = "Account {Account}: the run ended unexpectedly")]
        public static partial void Broken(ILogger logger, Exception exception, string account);

        [LoggerMessage(LogLevel.Error, "Account {Account}: message dropped, because no run is possible: {Problem}")]
        public static partial void Impossible(ILogger logger, string account, string problem);

        [LoggerMessage(LogLevel.Warning, "Account {Account}: message dropped, because the settings name no such account")]
        public static partial void Unknown(ILogger logger, string account);

        [LoggerMessage(LogLevel.Warning, "Account {Account}: message of {Tick} dropped, because it came after the next was due")]
        public static partial void Late(ILogger logger, string account, Instant tick);

        [LoggerMessage(LogLevel.Information, "Account {Account}: message of {Tick} dropped, because a run has completed since")]
        public static partial void Doubled(ILogger logger, string account, Instant tick);
    }
}
