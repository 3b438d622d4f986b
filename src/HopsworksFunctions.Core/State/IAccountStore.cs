namespace HopsworksFunctions.Core.State;

/// <summary>The state of one account, kept between runs.</summary>
public interface IAccountStore
{
    /// <summary>The account's name, from the settings.</summary>
    string Account { get; }

    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<AccountState> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Loads a copy without storing its changes.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<AccountState> LoadReadOnlyAsync(CancellationToken cancellationToken);

    /// <summary>Loads the state of one cluster: its record, its hold, the freezes and the last runs, but no incidents.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    Task<AccountState> LoadAsync(string clusterId, CancellationToken cancellationToken);
}
