using System.Security.Cryptography;
using System.Text;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Access;

/// <summary>
/// Recognizes the owner's key among the keys that the host accepts: the host tells a function that a key was right, but not which.
/// </summary>
public sealed class OwnerKey(ISecretSource secrets, IOptions<AccessOptions> options, TimeProvider time)
{
    private const int ShortestKey = 24;

    private readonly LongSecret stored = new(secrets, () => options.Value.OwnerKeySecretName, ShortestKey, "a key", time);

    /// <param name="key">The key that opened the function.</param>
    /// <param name="reread">Whether a key that does not match may be one that was stored since; Key Vault is asked at most every so
    /// often.</param>
    public async ValueTask<bool> IsAsync(string? key, bool reread, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(key) || (await stored.GetAsync(cancellationToken)).Secret is not { } secret)
            return false;
        return AreSame(secret, key) || reread && await stored.NewerAsync(secret, cancellationToken) is { } newer && AreSame(newer, key);
    }

    /// <summary>Why no key is the owner's, and what to do; null if there is one.</summary>
    public async ValueTask<string?> ProblemAsync(CancellationToken cancellationToken) => (await stored.GetAsync(cancellationToken)).Problem;

    private static bool AreSame(Secret stored, string shown) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(stored.Value)), SHA256.HashData(Encoding.UTF8.GetBytes(shown)));
}
