using HopsworksFunctions.Core.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.State;

/// <summary>What people may ask of the past. Invalid settings of the state end here, as a store that cannot be reached.</summary>
public sealed class History(IServiceProvider services)
{
    /// <inheritdoc cref="IAuditLog.ReadAsync"/>
    public Task<AuditPage> ActionsAsync(AuditQuery query, CancellationToken cancellationToken) =>
        Get<IAuditLog>().ReadAsync(query, cancellationToken);

    /// <summary>The last finished runs, the newest first.</summary>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<RunPage> RunsAsync(int limit, RunCursor? after, CancellationToken cancellationToken) =>
        RunPage.Of((await Get<IAccountStore>().LoadAsync(cancellationToken)).Runs, limit, after);

    private T Get<T>() where T : notnull =>
        SettingsProblem.Of<StateOptions>(services) is { } problem ? throw new StateUnavailableException(problem)
            : services.GetRequiredService<T>();
}
