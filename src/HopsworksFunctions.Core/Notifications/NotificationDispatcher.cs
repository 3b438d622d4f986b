using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>A dispatcher that sends to all channels in parallel and to each in order, and drops messages that are too old.</summary>
internal sealed partial class NotificationDispatcher(ChannelSender sender, LinkSigner links, TimeProvider time,
    ILogger<NotificationDispatcher> logger) : INotificationDispatcher
{
    /// <summary>The time limit for all messages of a run.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task DeliverAsync(
        string account, AccountState state, IReadOnlyList<NotificationChannel> notify, Instant now, CancellationToken cancellationToken)
    {
        if (state.Messages.Count == 0)
            return;
        var channels = notify.WithAddress(state.Messages.Values.SelectMany(m => m.Events));
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
            after = await ServeIfDueAsync(round, channel, message, after);
        if (round.HeldFor(channel) is { } kept)
            after = await ServeIfDueAsync(round, channel, kept, after);
        if (after != before)
            await round.SaveAsync(after);
    }

    private async Task<ChannelState> ServeIfDueAsync(
        DispatchSession round, NotificationChannel channel, Message message, ChannelState state)
    {
        if (round.Stop.IsCancellationRequested)
            return state;
        if (message.IsOver(round.Now))
            return await LoseAsync(round, channel, message, state, state.Problem);
        return round.Now >= state.NotBefore || state.Refused && FallbackOf(channel) is not null
            ? await ServeAsync(round, channel, message, state) : state;
    }

    private async Task<ChannelState> ServeAsync(DispatchSession round, NotificationChannel channel, Message message, ChannelState state)
    {
        var isResting = round.Now < state.NotBefore;
        var delivery = isResting ? new(DeliveryResult.Refused, state.Problem) : await TryAsync(round, channel, message);
        if (delivery.Result == DeliveryResult.NotHere && FallbackOf(channel) is { } other)
            delivery = await TryAsync(round, channel, message, other);
        var fallback = delivery.Result == DeliveryResult.Refused ? FallbackOf(channel) : null;
        switch (delivery.Result)
        {
            case DeliveryResult.Taken or DeliveryResult.NotHere:
                await round.DoneAsync(message, channel);
                return state with { Failures = 0, Refused = false };
            case DeliveryResult.Unacceptable:
                return await LoseAsync(round, channel, message, state with { Failures = 0, Refused = false }, delivery.Problem!);
            case DeliveryResult.Refused or DeliveryResult.Unavailable:
                if (fallback is not null && (await TryAsync(round, channel, message, fallback)).Result == DeliveryResult.Taken)
                    await round.DoneAsync(message, channel);
                return isResting ? state : Failed(round, channel, state, delivery, fallback);
            default:
                throw new InvalidOperationException($"{delivery.Result} is no result");
        }
    }

    private ChannelState Failed(
        DispatchSession round, NotificationChannel channel, ChannelState state, Delivery delivery, string? fallback)
    {
        var problem = fallback is null ? delivery.Problem! : $"{delivery.Problem!.TrimEnd('.')}; its messages go to '{fallback}' instead";
        var failed = state.Failed(problem, delivery.Result == DeliveryResult.Refused, delivery.RetryAfter, round.Now);
        Log.NotTold(logger, channel.Key, failed.NotBefore, problem);
        return failed;
    }

    /// <summary>Returns the secret with the fallback address for an owner without a working one; null for none.</summary>
    private static string? FallbackOf(NotificationChannel channel) =>
        channel.ByTag?.Fallback is { } fallback && fallback != channel.UrlSecret ? fallback : null;

    /// <param name="fallback">The secret with the address to use instead of the channel's; null for the channel's own.</param>
    private async Task<Delivery> TryAsync(DispatchSession round, NotificationChannel channel, Message message, string? fallback = null)
    {
        try
        {
            var events = new List<OutgoingEvent>();
            foreach (var wanted in message.Events.Where(e => channel.Wants(e) && !message.IsHeld(e, channel.Key)))
                events.Add(new(wanted, await LinkAsync(wanted, round)));
            if (events.Count == 0 && message.Announcement is null)
                return Delivery.Taken;
            var outgoing = new Outgoing(round.Account, message, events);
            var delivery = await SendAsync(round, channel, channel with { UrlSecret = fallback ?? channel.UrlSecret }, outgoing);
            if (delivery.Result == DeliveryResult.Taken)
                Log.Told(logger, channel.Key, message.Id, NotificationContent.Of(outgoing).Title);
            else if (delivery.Result == DeliveryResult.NotHere)
                Log.NotHere(logger, channel.Key, NotificationContent.Of(outgoing).Text);
            return delivery;
        }
        catch (OperationCanceledException)
        {
            return new(DeliveryResult.Unavailable, $"not sent: the {Limit.TotalSeconds:0} seconds a run has for messages were used up");
        }
        catch (Exception e)
        {
            // A failure must not affect other channels. The exception's text may contain the address.
            return new(DeliveryResult.Unavailable, $"unexpected {e.GetType().Name}");
        }
    }

    /// <summary>
    /// Sends all events in one message or, if the channel wants that, each event separately. The next run continues after the last event
    /// that was sent.
    /// </summary>
    /// <param name="to">The channel, or its fallback.</param>
    private async Task<Delivery> SendAsync(DispatchSession round, NotificationChannel channel, NotificationChannel to, Outgoing outgoing)
    {
        if (channel is not { Each: true, Type: ChannelType.Generic } || outgoing.Message.Announcement is not null)
            return await sender.SendAsync(to, outgoing, round.Stop);
        var message = outgoing.Message;
        var before = message.Progress?.GetValueOrDefault(channel.Key) ?? 0;
        var (done, result) = (before, Delivery.Taken);
        try
        {
            var number = 0;
            foreach (var wanted in outgoing.Events)
            {
                do
                    number++;
                while (!ReferenceEquals(message.Events[number - 1], wanted.Event));
                if (number <= before)
                    continue;
                var delivery = await sender.SendAsync(to, outgoing with { Events = [wanted], Number = number }, round.Stop);
                if (delivery.Result is not (DeliveryResult.Taken or DeliveryResult.Unacceptable))
                    return delivery;
                done = number;
                result = delivery.Result == DeliveryResult.Unacceptable ? delivery : result;
            }
            return result;
        }
        finally
        {
            if (done > before)
                await round.SaveProgressAsync(message, channel, done);
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
        await round.DoneAsync(message, channel);
        return state with { Lost = state.Lost + 1 };
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Sent to {Channel} (message {Message}): {Title}")]
        public static partial void Told(ILogger logger, string channel, string message, string title);

        [LoggerMessage(LogLevel.Information, "Not sent: this machine has no address for {Channel}: {Lines}")]
        public static partial void NotHere(ILogger logger, string channel, string lines);

        [LoggerMessage(LogLevel.Warning, "Channel {Channel} is not receiving messages, next attempt {NotBefore}: {Problem}")]
        public static partial void NotTold(ILogger logger, string channel, Instant notBefore, string problem);

        [LoggerMessage(LogLevel.Warning, "Message {Message} to {Channel} was lost, with {Events} events: {Problem}")]
        public static partial void Lost(ILogger logger, string channel, string message, int events, string problem);

        [LoggerMessage(LogLevel.Warning, "The delivery could not be recorded, so the message is sent again: {Problem}")]
        public static partial void NotStored(ILogger logger, string problem);
    }
}
