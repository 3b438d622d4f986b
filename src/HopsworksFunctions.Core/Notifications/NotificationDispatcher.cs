using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>Sends to all channels in parallel and to each in order, and drops messages that are too old.</summary>
internal sealed partial class NotificationDispatcher(ChannelSender sender, LinkSigner links, TimeProvider time,
    ILogger<NotificationDispatcher> logger) : INotificationDispatcher
{
    /// <summary>The time limit for all messages of a run.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task DeliverAsync(
        string account, AccountState state, IReadOnlyList<NotificationChannel> channels, Instant now, CancellationToken cancellationToken)
    {
        if (state.Messages.Count == 0)
            return;
        using var deadline = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var round = new DispatchSession(account, state, now, either.Token);
        try
        {
            await Task.WhenAll(channels.Select(channel => ServeAsync(round, channel)));
            await round.TidyAsync(channels, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The process is stopping, or another run took over. The next run sends the rest.
        }
        catch (Exception e)
        {
            Log.NotStored(logger, e.Message);
        }
    }

    private async Task ServeAsync(DispatchSession round, NotificationChannel channel)
    {
        var before = round.State.Channels.GetValueOrDefault(channel.Key) ?? ChannelState.Working(channel.Key);
        var after = before;
        foreach (var message in round.WaitingFor(channel))
        {
            if (round.Stop.IsCancellationRequested)
                break;
            if (message.IsOver(round.Now))
                after = await LoseAsync(round, channel, message, after, after.Problem);
            else if (round.Now >= after.NotBefore)
                after = await ServeAsync(round, channel, message, after);
        }
        if (after != before)
            await round.SaveAsync(after);
    }

    private async Task<ChannelState> ServeAsync(DispatchSession round, NotificationChannel channel, Message message, ChannelState state)
    {
        var delivery = await TryAsync(round, channel, message);
        switch (delivery.Result)
        {
            case DeliveryResult.Taken or DeliveryResult.NotHere:
                await round.DoneAsync(message.Id, channel);
                return state with { Failures = 0, Refused = false };
            case DeliveryResult.Unacceptable:
                return await LoseAsync(round, channel, message, state, delivery.Problem!);
            case DeliveryResult.Refused or DeliveryResult.Unavailable:
                var failed = state.Failed(delivery.Problem!, delivery.Result == DeliveryResult.Refused, delivery.RetryAfter, round.Now);
                Log.NotTold(logger, channel.Key, failed.NotBefore, delivery.Problem!);
                return failed;
            default:
                throw new InvalidOperationException($"{delivery.Result} is no result");
        }
    }

    private async Task<Delivery> TryAsync(DispatchSession round, NotificationChannel channel, Message message)
    {
        try
        {
            var events = new List<OutgoingEvent>();
            foreach (var wanted in message.Events.Where(channel.Wants))
                events.Add(new(wanted, await LinkAsync(wanted, round)));
            if (events.Count == 0 && message.Announcement is null)
                return Delivery.Taken;
            var outgoing = new Outgoing(round.Account, message, events);
            var delivery = await sender.SendAsync(channel, outgoing, round.Stop);
            if (delivery.Result == DeliveryResult.Taken)
                Log.Told(logger, channel.Key, message.Id, NotificationContent.Of(outgoing).Title);
            else if (delivery.Result == DeliveryResult.NotHere)
                Log.NotHere(logger, channel.Key, NotificationContent.Of(outgoing).Text);
            return delivery;
        }
        catch (OperationCanceledException)
        {
            return new(DeliveryResult.Unavailable, $"there was no time left; all messages of a run have {Limit.TotalSeconds:0} s");
        }
        catch (Exception e)
        {
            // A failure must not affect other channels. The exception's text may contain the address.
            return new(DeliveryResult.Unavailable, $"an unexpected {e.GetType().Name}");
        }
    }

    private async Task<Uri?> LinkAsync(MessageEvent told, DispatchSession round) => told switch
    {
        { DryRun: false, ClusterId: { } cluster, StopAt: { } stop } => await links.ForKeepAsync(cluster, stop, round.Stop),
        { DryRun: false, ClusterId: { } cluster, StartUntil: { } until } when round.Now < until =>
            await links.ForStartAsync(cluster, told.At, until, round.Stop),
        _ => null,
    };

    private async Task<ChannelState> LoseAsync(
        DispatchSession round, NotificationChannel channel, Message message, ChannelState state, string problem)
    {
        Log.Lost(logger, channel.Key, message.Id, message.Events.Count(channel.Wants), problem);
        await round.DoneAsync(message.Id, channel);
        return state with { Lost = state.Lost + 1 };
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Told {Channel} (message {Message}): {Title}")]
        public static partial void Told(ILogger logger, string channel, string message, string title);

        [LoggerMessage(LogLevel.Information, "Not sent, since this machine has no address for {Channel}: {Lines}")]
        public static partial void NotHere(ILogger logger, string channel, string lines);

        [LoggerMessage(LogLevel.Warning, "Channel {Channel} gets no messages, tried again from {NotBefore}: {Problem}")]
        public static partial void NotTold(ILogger logger, string channel, Instant notBefore, string problem);

        [LoggerMessage(LogLevel.Warning, "Message {Message} is lost for {Channel}, with {Events} events: {Problem}")]
        public static partial void Lost(ILogger logger, string channel, string message, int events, string problem);

        [LoggerMessage(LogLevel.Warning, "What was sent could not be stored, so it is sent again: {Problem}")]
        public static partial void NotStored(ILogger logger, string problem);
    }
}
