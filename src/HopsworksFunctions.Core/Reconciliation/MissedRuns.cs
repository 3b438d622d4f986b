using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// The notification that an account's runs do not happen, which the runs cannot send. The next completed run ends the outage.
/// </summary>
public sealed class MissedRuns(
    IPolicySource policySource, AccountStorage storage, INotificationDispatcher dispatcher, TimeProvider time, ILogger<MissedRuns> logger)
{
    /// <param name="lastSign">The time when the account's last run completed, or since when one is expected.</param>
    /// <returns>
    /// Whether every channel has the message; false also while a run is in progress, or if one has completed since.
    /// </returns>
    /// <exception cref="StateUnavailableException">The store cannot be reached, read or written.</exception>
    /// <exception cref="StateConflictException">Another writer changed the state at the same time.</exception>
    public async Task<bool> TellAsync(RunRequest request, Instant lastSign, CancellationToken cancellationToken)
    {
        var attempt = await storage.Leases.TryAcquireAsync($"{request.Trigger} run {request.Id}", cancellationToken);
        if (attempt.Lease is not { } lease)
            return false;
        await using (lease)
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
            var state = await storage.Accounts.LoadAsync(both.Token);
            if (state.LastRun is { } last && last.FinishedAt.ToInstant() > lastSign)
                return false;
            var policies = await policySource.ReadAsync(remember: false, both.Token);
            var now = time.GetCurrentInstant();
            var run = new RunContext(request, now, state, policies, storage.Audit, time);
            await run.Outbox.RecoverAsync(both.Token);
            await run.Incidents.SetAsync(EventKind.Outage, null, AccountText.NoRuns(lastSign), "", now, both.Token);
            RunLog.Notices(logger, run.Incidents.Notices);
            if (run.Outbox.Channels is not { } channels)
                return false;
            await dispatcher.DeliverAsync(storage.Accounts.Account, state, channels, now, both.Token);
            return state.Messages.Values.All(message => message.Waiting.Count == 0);
        }
    }
}
