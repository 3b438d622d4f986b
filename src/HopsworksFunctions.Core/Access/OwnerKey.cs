using System.Security.Cryptography;
using System.Text;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Access;

/// <summary>
/// Recognizes the owner's key among the keys that the host accepts, because the host tells a function that a key was valid, but not which
/// one.
/// </summary>
public sealed class OwnerKey(ISecretSource secrets, IOptions<AccessOptions> options, TimeProvider time)
{
    private const int ShortestKey = 24;

    private readonly LongSecret stored = new(secrets, () => options.Value.OwnerKeySecretName, ShortestKey, "a key", time);

    /// <param name="key">The key that the request was accepted with.</param>
    /// <param name="reread">
    /// Whether to look for a newer stored key if this key does not match. Key Vault is asked only at intervals.
    /// </param>
    public async ValueTask<bool> IsAsync(string? key, bool reread, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(key) || (await stored.GetAsync(cancellationToken)).Secret is not { } secret)
            return false;
        return AreSame(secret, key) || reread && await stored.NewerAsync(secret, cancellationToken) is { } newer && AreSame(newer, key);
    }

    /// <summary>Returns why the owner's key is unavailable, and what to do; null if it is available.</summary>
    public async ValueTask<string?> ProblemAsync(CancellationToken cancellationToken) => (await stored.GetAsync(cancellationToken)).Problem;

    private static bool AreSame(Secret stored, string shown) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(stored.Value)), SHA256.HashData(Encoding.UTF8.GetBytes(shown)));
}
