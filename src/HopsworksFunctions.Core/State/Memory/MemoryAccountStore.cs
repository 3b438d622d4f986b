using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Core.State.Memory;

/// <summary>An account kept only in memory, for simulations, which serialization would slow down.</summary>
public sealed class MemoryAccountStore(string account) : AccountState(null, NullLogger.Instance), IAccountStore
{
    private Task<AccountState>? loaded;

    public string Account => account;

    public Task<AccountState> LoadAsync(CancellationToken cancellationToken) => loaded ??= Task.FromResult<AccountState>(this);

    public Task<AccountState> LoadReadOnlyAsync(CancellationToken cancellationToken)
    {
        var copy = new MemoryAccountStore(account);
        foreach (var (from, to) in Sets.Zip(copy.Sets))
            from.CopyTo(to);
        return Task.FromResult<AccountState>(copy);
    }

    public Task<AccountState> LoadAsync(string clusterId, CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public void Clear()
    {
        foreach (var set in Sets)
            set.Clear();
    }
}
