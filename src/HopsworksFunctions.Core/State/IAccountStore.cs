namespace HopsworksFunctions.Core.State;

/// <summary>What is remembered of one account between runs.</summary>
public interface IAccountStore
{
    /// <summary>The account's name, as settings give it.</summary>
    string Account { get; }

    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<AccountState> LoadAsync(CancellationToken cancellationToken);

    /// <summary>A copy whose changes are stored nowhere.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<AccountState> LoadReadOnlyAsync(CancellationToken cancellationToken);

    /// <summary>Of one cluster: its record, its hold and the last runs, but no incidents.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<AccountState> LoadAsync(string clusterId, CancellationToken cancellationToken);
}
