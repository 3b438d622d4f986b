using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>Takes the run lease for a person's request.</summary>
internal static class LeaseWait
{
    // A run takes seconds, and a user who pressed a button does not wait longer than this.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    /// <summary>Takes the lease. Waits for a short time if a run is in progress.</summary>
    /// <param name="holder">The caller's name, shown to later callers.</param>
    /// <exception cref="StateUnavailableException">The app cannot tell whether the lease is free.</exception>
    public static async Task<LeaseAttempt> WaitAsync(
        this IRunLease leases, string holder, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var started = time.GetTimestamp(); ;)
        {
            var attempt = await leases.TryAcquireAsync(holder, cancellationToken);
            if (attempt.Lease is not null || time.GetElapsedTime(started) >= MaxWait)
                return attempt;
            await Task.Delay(TryAgain, time, cancellationToken);
        }
    }

    /// <summary>Returns the refusal for another run in progress.</summary>
    public static OperationError Refusal(this LeaseAttempt attempt) =>
        new(OperationErrorKind.AnotherRun, $"{attempt.Holder}. Try again in a minute.");
}
