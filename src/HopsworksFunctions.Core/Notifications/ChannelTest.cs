using HopsworksFunctions.Policies;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>A test of a channel with sample events, which shows whether and how messages arrive.</summary>
public sealed class ChannelTest
{
    private readonly ChannelSender sender;
    private readonly TimeProvider time;

    internal ChannelTest(ChannelSender sender, TimeProvider time) => (this.sender, this.time) = (sender, time);

    /// <summary>Sends a sample of each event that the channel subscribes to, in one message or each in its own, like real events.</summary>
    /// <returns>The reason why the test did not arrive, and what to do; null if it arrived.</returns>
    public async Task<string?> SendAsync(string account, NotificationChannel channel, CancellationToken cancellationToken)
    {
        if (channel.On.Count == 0)
            return "it subscribes to no events; list some in \"on\"";
        var message = EventCatalog.SampleMessage(channel.On, time.GetCurrentInstant());
        var all = new Outgoing(account, message, [.. message.Events.Select(e => new OutgoingEvent(e, null))], IsTest: true);
        foreach (var outgoing in channel is { Each: true, Type: ChannelType.Generic }
            ? all.Events.Select((e, i) => all with { Events = [e], Number = i + 1 }) : [all])
        {
            if ((await sender.SendAsync(channel, outgoing, cancellationToken)).Problem is { } problem)
                return problem;
        }
        return null;
    }
}
