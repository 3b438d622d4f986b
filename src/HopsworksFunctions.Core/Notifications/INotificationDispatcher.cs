using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>A dispatcher of the stored messages to their channels.</summary>
public interface INotificationDispatcher
{
    /// <summary>
    /// Sends the waiting messages within seconds, however slow the channels are, and leaves failed ones to a later run.
    /// Never throws, because the run has ended by then.
    /// </summary>
    /// <param name="channels">All channels in the policies.</param>
    Task DeliverAsync(
        string account, AccountState state, IReadOnlyList<NotificationChannel> channels, Instant now, CancellationToken cancellationToken);
}

/// <summary>A dispatcher that sends nothing, for simulation.</summary>
public sealed class NoNotifications : INotificationDispatcher
{
    public Task DeliverAsync(
        string account, AccountState state, IReadOnlyList<NotificationChannel> channels, Instant now, CancellationToken cancellationToken)
        => Task.CompletedTask;
}
