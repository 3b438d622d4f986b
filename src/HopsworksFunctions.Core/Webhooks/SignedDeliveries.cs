using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>
/// The execution of signed deliveries, each only once. A delivery in progress renews its claim, so that it can be claimed again a minute
/// after its process was killed. A delivery that did something is not carried out again.
/// </summary>
public sealed partial class SignedDeliveries(
    WebhookDeduplicator book, WebhookCommandExecutor orders, TimeProvider time, ILogger<SignedDeliveries> logger)
{
    private static readonly TimeSpan GiveBackTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Renewal = TakenDelivery.Lease.ToTimeSpan() / 3;

    private Instant Now => time.GetCurrentInstant();

    internal async Task<OperationResult<WebhookOutcome>> CarryOutAsync(
        WebhookDelivery delivery, string source, WebhookCommand order, Requester requester, bool dryRun,
        CancellationToken cancellationToken)
    {
        if (await book.TakeAsync(
            delivery, requester.Id, Now, (id, since) => orders.HasBegunAsync(id, since, cancellationToken), cancellationToken)
            is { } repeated)
            return repeated;
        if (!dryRun)
            return await CarryOutTakenAsync(delivery, source, order, requester, cancellationToken);
        // The delivery stays taken: the signature does not cover the query, so anyone who has seen it could repeat it without the dry run.
        await book.FinishAsync(delivery, requester.Id, cancellationToken);
        return await orders.CarryOutAsync(source, order, requester, dryRun, cancellationToken);
    }

    /// <summary>Carries out a delivery that was taken, and gives it back if nothing was done, whatever the reason is.</summary>
    private async Task<OperationResult<WebhookOutcome>> CarryOutTakenAsync(
        WebhookDelivery delivery, string source, WebhookCommand order, Requester requester, CancellationToken cancellationToken)
    {
        var start = Now;
        OperationResult<WebhookOutcome> outcome;
        using var ended = new CancellationTokenSource();
        var renewing = RenewAsync(delivery, requester.Id, ended.Token);
        try
        {
            outcome = await orders.CarryOutAsync(source, order, requester, dryRun: false, cancellationToken);
        }
        catch (Exception e)
        {
            await StopAsync(renewing, ended);
            await EndAsync(delivery, requester, stop => orders.HasBegunAsync(requester.Id, start, stop), e.Message);
            throw;
        }
        await StopAsync(renewing, ended);
        var hasFailed = !outcome.Succeeded || outcome.Value.Outcome == WebhookResult.Failed;
        await EndAsync(delivery, requester, _ => Task.FromResult(!hasFailed), outcome.Error?.Message ?? outcome.Value!.Message);
        return outcome;
    }

    /// <summary>
    /// Records the end of a delivery, even if it was cancelled, but only for a short time, because the app may be stopping.
    /// </summary>
    private async Task EndAsync(
        WebhookDelivery delivery, Requester requester, Func<CancellationToken, Task<bool>> hasBegun, string why)
    {
        using var deadline = new CancellationTokenSource(GiveBackTime, time);
        try
        {
            if (await hasBegun(deadline.Token))
                await book.FinishAsync(delivery, requester.Id, deadline.Token);
            else
                await book.GiveBackAsync(delivery, requester.Id, deadline.Token);
        }
        catch (Exception e) when (e is StateUnavailableException or StateConflictException or OperationCanceledException)
        {
            // The claim ends in a minute, and then the audit log tells whether the delivery did anything.
            Log.Unsettled(logger, delivery.Source, TextSanitizer.Escape(why), TextSanitizer.Escape(e.Message));
        }
    }

    private async Task RenewAsync(WebhookDelivery delivery, string requestId, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(Renewal, time);
        while (true)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(ended))
                    return;
                await book.RenewAsync(delivery, requestId, Now, ended);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is StateUnavailableException or StateConflictException or OperationCanceledException)
            {
                Log.NotRenewed(logger, delivery.Source, TextSanitizer.Escape(e.Message));
            }
        }
    }

    private static async Task StopAsync(Task renewing, CancellationTokenSource ended)
    {
        await ended.CancelAsync();
        await renewing;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning,
            "Webhook {Source} has ended ({Why}), which could not be stored: {Problem} It can be sent again in a minute if it did nothing")]
        public static partial void Unsettled(ILogger logger, string source, string why, string problem);

        [LoggerMessage(LogLevel.Warning, "Webhook {Source} is being carried out, which could not be stored: {Problem}")]
        public static partial void NotRenewed(ILogger logger, string source, string problem);
    }
}
