namespace HopsworksFunctions.Core.State;

/// <summary>A lease that allows only one run at a time to work on an account, across processes and machines.</summary>
public interface IRunLease
{
    /// <summary>Takes the lease if it is free, without waiting.</summary>
    /// <param name="holder">The caller's name, shown to later callers.</param>
    /// <exception cref="StateUnavailableException">The app cannot tell whether the lease is free.</exception>
    Task<LeaseAttempt> TryAcquireAsync(string holder, CancellationToken cancellationToken);
}

/// <summary>The lease, or who holds it and since when.</summary>
public sealed record LeaseAttempt(HeldLease? Lease, string? HeldBy = null, DateTimeOffset? Since = null)
{
    /// <summary>The holder, as a clause. For a short time, its name and start may be unknown.</summary>
    public string Holder => $"{HeldBy ?? "Another run"} has been in progress{(Since is { } since ? $" since {since:u}" : "")}";
}

/// <summary>A lease that is renewed until it is disposed.</summary>
public abstract class HeldLease : IAsyncDisposable
{
    /// <summary>Cancelled when the lease could not be renewed. The app must not send anything after that.</summary>
    public abstract CancellationToken Lost { get; }

    public abstract ValueTask DisposeAsync();
}

/// <summary>The holder of a lease, and when it took the lease.</summary>
internal sealed record LeaseHolder(string Holder, DateTimeOffset Since);
