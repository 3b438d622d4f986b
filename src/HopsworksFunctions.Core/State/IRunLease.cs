namespace HopsworksFunctions.Core.State;

/// <summary>Lets one run at a time work on an account, across processes and machines.</summary>
public interface IRunLease
{
    /// <summary>Takes the lease if nobody has it; never waits for it.</summary>
    /// <param name="holder">Who asks, for the message to those who come second.</param>
    /// <exception cref="StateUnavailableException">It cannot be told whether somebody has it.</exception>
    Task<LeaseAttempt> TryAcquireAsync(string holder, CancellationToken cancellationToken);
}

/// <summary>The lease, or who has it and since when.</summary>
public sealed record LeaseAttempt(HeldLease? Lease, string? HeldBy = null, DateTimeOffset? Since = null)
{
    /// <summary>Who has it, as a clause; for a moment neither name nor time may be known.</summary>
    public string Holder => $"{HeldBy ?? "another run"} has had the account{(Since is { } since ? $" since {since:u}" : "")}";
}

/// <summary>A lease that is renewed until it is disposed of.</summary>
public abstract class HeldLease : IAsyncDisposable
{
    /// <summary>Cancelled when the lease could not be renewed, after which nothing more may be sent.</summary>
    public abstract CancellationToken Lost { get; }

    public abstract ValueTask DisposeAsync();
}

/// <summary>Who has a lease, and since when.</summary>
internal sealed record LeaseHolder(string Holder, DateTimeOffset Since);
