using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using HopsworksFunctions.Core.Secrets;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>The clusters' own API keys, each in its own secret.</summary>
/// <param name="local">Development only: the key of all clusters.</param>
internal sealed class ClusterKeys(ISecretSource secrets, string pattern, Secret? local, TimeProvider time)
{
    private const int MaxNameLength = 127;

    // Most clusters may have no key, and Key Vault's request limits are shared by all its users.
    private static readonly TimeSpan MissingFor = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (string Problem, DateTimeOffset Until)> missing = [];

    /// <summary>Returns the key, or why there is none.</summary>
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
            // The framework's own error about such a header would quote it.
            return key.Value.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? (null, $"secret '{name}' is not an API key: it contains spaces or other invalid characters")
                : (key, null);
        }
        catch (SecretUnavailableException e)
        {
            if (e.IsWithdrawn)
                missing[name] = (e.Message, time.GetUtcNow() + MissingFor);
            return (null, e.Message);
        }
    }

    /// <summary>Returns a newer key than the refused one; null if there is none.</summary>
    public Task<Secret?> RereadAsync(string clusterId, Secret refused, CancellationToken cancellationToken) =>
        local is not null ? Task.FromResult<Secret?>(null) : secrets.RereadAsync(NameOf(clusterId), refused, cancellationToken);

    /// <summary>Returns whether a secret of this name can be a cluster's key.</summary>
    public static bool IsName(string secret, string pattern) => pattern.Split("{id}") is [var before, .., var after]
        && before.Length + after.Length > 0
        && secret.StartsWith(before, StringComparison.OrdinalIgnoreCase) && secret.EndsWith(after, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Returns the pattern with the id inserted. If the id is too long, or has characters that a secret's name cannot have, these are
    /// replaced and a fingerprint is added, so that no cluster is sent the key of another.
    /// </summary>
    public string NameOf(string clusterId)
    {
        var name = pattern.Replace("{id}", clusterId, StringComparison.Ordinal);
        if (name.Length <= MaxNameLength && clusterId.All(IsAllowed))
            return name;
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clusterId)))[..16];
        var room = MaxNameLength - (pattern.Length - "{id}".Length) - "-".Length - fingerprint.Length;
        var readable = string.Concat(clusterId.Take(room).Select(c => IsAllowed(c) ? c : '-'));
        name = pattern.Replace("{id}", $"{readable}-{fingerprint}", StringComparison.Ordinal);
        // A pattern may be too long by itself.
        return name[..Math.Min(name.Length, MaxNameLength)];
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c == '-';
}
