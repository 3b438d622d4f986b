using NodaTime;

namespace HopsworksFunctions.Core.State.Memory;

/// <summary>An audit log that discards all entries, for simulations, because none of their calls are real.</summary>
public sealed class NoAudit : IAuditLog
{
    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<StateRefusedException?>> AppendAllAsync(
        IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StateRefusedException?>>(new StateRefusedException?[entries.Count]);

    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken) => Task.FromResult(new AuditPage([], null, []));

    public Task PruneAsync(Instant before, CancellationToken cancellationToken) => Task.CompletedTask;
}
