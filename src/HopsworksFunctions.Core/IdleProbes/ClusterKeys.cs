using System.Collections.Concurrent;
using HopsworksFunctions.Core.Secrets;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>The clusters' own API keys, each a secret of its own.</summary>
/// <param name="local">In development: the key of all clusters.</param>
internal sealed class ClusterKeys(ISecretSource secrets, string pattern, Secret? local, TimeProvider time)
{
    private const int MaxNameLength = 127;

    // Most clusters of a fleet may have no key, and the vault's limits are for all that use it.
    private static readonly TimeSpan MissingFor = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (string Problem, DateTimeOffset Until)> missing = [];

    /// <summary>The key, or why there is none.</summary>
    public async ValueTask<(Secret? Key, string? Problem)> GetAsync(string clusterId, CancellationToken cancellationToken)
    {
        if (local is not null)
            return (local, null);
        var name = NameOf(clusterId);
        if (missing.TryGetValue(name, out var known) && time.GetUtcNow() < known.Until)
            return (null, known.Problem);
        try
        {
            var key = await secrets.GetAsync(name, cancellationToken);
            // The framework's own complaint about such a header would quote it.
            return key.Value.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? (null, $"the secret '{name}' is no API key: it has spaces or other characters that a key cannot have")
                : (key, null);
        }
        catch (SecretUnavailableException e)
        {
            if (e.IsWithdrawn)
                missing[name] = (e.Message, time.GetUtcNow() + MissingFor);
            return (null, e.Message);
        }
    }

    /// <summary>A newer key than the one that was refused; null when there is none.</summary>
    public Task<Secret?> RereadAsync(string clusterId, Secret refused, CancellationToken cancellationToken) =>
        local is not null ? Task.FromResult<Secret?>(null) : secrets.RereadAsync(NameOf(clusterId), refused, cancellationToken);

    /// <summary>The pattern with the id in it, whose characters that a secret's name cannot have become hyphens.</summary>
    public string NameOf(string clusterId)
    {
        var id = string.Concat(clusterId.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        var name = pattern.Replace("{id}", id, StringComparison.Ordinal);
        return name[..Math.Min(name.Length, MaxNameLength)];
    }
}
