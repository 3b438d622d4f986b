namespace HopsworksFunctions.Core.State.Memory;

/// <summary>A lease within this process, for simulations and tests.</summary>
public sealed class MemoryRunLease(TimeProvider time) : IRunLease
{
    private LeaseHolder? current;

    public Task<LeaseAttempt> TryAcquireAsync(string holder, CancellationToken cancellationToken)
    {
        var other = Interlocked.CompareExchange(ref current, new(holder, time.GetUtcNow()), null);
        return Task.FromResult(other is null ? new LeaseAttempt(new Held(this)) : new(null, other.Holder, other.Since));
    }

    private sealed class Held(MemoryRunLease lease) : HeldLease
    {
        public override CancellationToken Lost => CancellationToken.None;

        public override ValueTask DisposeAsync()
        {
            Volatile.Write(ref lease.current, null);
            return ValueTask.CompletedTask;
        }
    }
}
