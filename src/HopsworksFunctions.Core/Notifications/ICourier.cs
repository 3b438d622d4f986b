using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>Takes the stored messages to their channels.</summary>
public interface ICourier
{
    /// <summary>
    /// Sends what waits, within some seconds however channels behave; what fails is left to a later run.
    /// Never throws: a run is over when this begins.
    /// </summary>
    /// <param name="channels">All that the policies have.</param>
    Task DeliverAsync(
        string account, AccountState state, IReadOnlyList<NotificationChannel> channels, Instant now, CancellationToken cancellationToken);
}

/// <summary>Sends nothing: for simulation.</summary>
public sealed class NoCourier : ICourier
{
    public Task DeliverAsync(
        string account, AccountState state, IReadOnlyList<NotificationChannel> channels, Instant now, CancellationToken cancellationToken)
        => Task.CompletedTask;
}
