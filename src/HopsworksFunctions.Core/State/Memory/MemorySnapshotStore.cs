using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.State.Memory;

/// <summary>Snapshots in memory, for tests.</summary>
public sealed class MemorySnapshotStore(TimeProvider time) : ISnapshotStore
{
    private readonly SortedDictionary<LocalDate, (byte[] Json, Instant SavedAt)> days = [];

    public Task SaveAsync(LocalDate day, byte[] snapshot, CancellationToken cancellationToken)
    {
        days[day] = (snapshot, time.GetCurrentInstant());
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StoredSnapshot>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredSnapshot>>(
            [.. days.Reverse().Select(day => new StoredSnapshot(day.Key, day.Value.SavedAt, day.Value.Json.Length))]);

    public Task<byte[]?> ReadAsync(LocalDate day, CancellationToken cancellationToken) =>
        Task.FromResult(days.TryGetValue(day, out var found) ? found.Json : null);

    public Task DeleteAsync(LocalDate day, CancellationToken cancellationToken)
    {
        days.Remove(day);
        return Task.CompletedTask;
    }
}
