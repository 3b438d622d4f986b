using HopsworksFunctions.Policies;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>Sends made-up events to a channel, so that people see whether and how messages arrive.</summary>
public sealed class ChannelTest
{
    private readonly ChannelSender sender;
    private readonly TimeProvider time;

    internal ChannelTest(ChannelSender sender, TimeProvider time) => (this.sender, this.time) = (sender, time);

    /// <summary>One message with a sample of each event that the channel wants.</summary>
    /// <returns>Why it did not arrive, and what to do; null when it did.</returns>
    public async Task<string?> SendAsync(string account, NotificationChannel channel, CancellationToken cancellationToken)
    {
        if (channel.On.Count == 0)
            return "it wants no events; name some in 'on'";
        var message = EventCatalog.SampleMessage(channel.On, time.GetCurrentInstant());
        var outgoing = new Outgoing(account, message, [.. message.Events.Select(e => new OutgoingEvent(e, null))], IsTest: true);
        return (await sender.SendAsync(channel, outgoing, cancellationToken)).Problem;
    }
}
