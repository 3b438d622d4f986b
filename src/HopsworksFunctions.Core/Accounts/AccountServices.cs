using System.Diagnostics.Metrics;
using Azure.Core;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>
/// The services of each account. A single account uses the app's services. Each of several accounts has its own services, which share the
/// app's identity, secrets, connections to Hopsworks.ai, log and metrics. If there are many, the least recently used ones are disposed.
/// </summary>
/// <param name="app">The services of the app.</param>
/// <param name="add">Adds the app's registrations to an account's services, with the account's settings.</param>
/// <param name="problemOf">Returns the problem of the settings of some services; null for none.</param>
public sealed class AccountServices(
    IServiceProvider app, AccountSettings settings, Action<IServiceCollection, IConfiguration> add,
    Func<IServiceProvider, string?> problemOf) : IAsyncDisposable
{
    /// <summary>The number of accounts with services that are kept for reuse.</summary>
    internal const int MostKept = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Kept> all = [];
    private long uses;

    /// <summary>Returns the services of an account, for one use.</summary>
    /// <param name="account">One of the names in the settings.</param>
    public AccountScope Open(string account)
    {
        if (!settings.AreSeveral)
            return Scope(account, app, () => ValueTask.CompletedTask);
        Kept kept;
        lock (gate)
        {
            if (!all.TryGetValue(account, out kept!))
                all[account] = kept = new(new(() => Create(account)));
            kept.Users++;
            kept.LastUse = ++uses;
        }
        return Scope(account, kept.Provider.Value, () => ReleaseAsync(kept));
    }

    private AccountScope Scope(string account, IServiceProvider services, Func<ValueTask> release) => new(
        services.CreateAsyncScope(), release,
        () => (settings.ProblemOf(account) ?? problemOf(services)) is { } problem ? settings.InWordsOf(account, problem) : null);

    public async ValueTask DisposeAsync()
    {
        List<Kept> open;
        lock (gate)
        {
            open = [.. all.Values];
            all.Clear();
        }
        foreach (var kept in open)
            await DisposeAsync(kept);
    }

    private async ValueTask ReleaseAsync(Kept kept)
    {
        List<Kept> idle = [];
        lock (gate)
        {
            kept.Users--;
            if (all.Count > MostKept)
            {
                foreach (var (name, old) in all.Where(other => other.Value.Users == 0).OrderBy(other => other.Value.LastUse)
                    .Take(all.Count - MostKept).ToList())
                {
                    all.Remove(name);
                    idle.Add(old);
                }
            }
        }
        foreach (var old in idle)
            await DisposeAsync(old);
    }

    private static ValueTask DisposeAsync(Kept kept) =>
        kept.Provider.IsValueCreated ? kept.Provider.Value.DisposeAsync() : ValueTask.CompletedTask;

    private ServiceProvider Create(string account)
    {
        var own = settings.Of(account);
        var services = new ServiceCollection();
        services.AddSingleton(own).AddSingleton(settings).AddSingleton(app.GetRequiredService<TimeProvider>());
        services.AddSingleton<ILoggerFactory>(new AccountLog(app.GetRequiredService<ILoggerFactory>(), account));
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(_ => app.GetRequiredService<TokenCredential>());
        services.AddSingleton(app.GetRequiredService<IMeterFactory>());
        services.AddSingleton(app.GetRequiredService<HopsworksTransport>());
        add(services, own);
        // All accounts share one cache of secrets, and one set of meters, so that the number of series does not grow with the accounts.
        services.AddSingleton(_ => app.GetRequiredService<ISecretSource>());
        services.AddSingleton(app.GetRequiredService<RunMetrics>());
        services.AddSingleton(new OwnSecrets(name => settings.KeyNames.Contains(name, StringComparer.OrdinalIgnoreCase)));
        return services.BuildServiceProvider();
    }

    private sealed class Kept(Lazy<ServiceProvider> provider)
    {
        public Lazy<ServiceProvider> Provider => provider;

        public int Users { get; set; }

        public long LastUse { get; set; }
    }
}

/// <summary>One use of an account's services.</summary>
public sealed class AccountScope(AsyncServiceScope scope, Func<ValueTask> release, Func<string?> problem) : IAsyncDisposable
{
    public IServiceProvider Services => scope.ServiceProvider;

    /// <summary>The problem of the account's settings and what would be right; null for none.</summary>
    public string? Problem => problem();

    public async ValueTask DisposeAsync()
    {
        await scope.DisposeAsync();
        await release();
    }
}
