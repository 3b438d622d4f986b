using System.Security.Cryptography;
using System.Text;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Access;

/// <summary>
/// Recognizes the owner's key among the keys that the host accepts: the host tells a function that a key was right, but not which.
/// </summary>
public sealed class OwnerKey(ISecretSource secrets, IOptions<AccessOptions> options, TimeProvider time)
{
    private const int ShortestKey = 24;

    // Remembers a missing key, so a page that is open does not ask Key Vault every few seconds.
    private static readonly Duration Retry = Duration.FromMinutes(1);
    private volatile Missing? missing;

    /// <param name="key">The key that opened the function.</param>
    /// <param name="reread">Whether a key that does not match may be one that was stored since; Key Vault is asked at most every so
    /// often.</param>
    public async ValueTask<bool> IsAsync(string? key, bool reread, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(key) || await KeyAsync(cancellationToken) is not { Secret: { } secret })
            return false;
        return AreSame(secret.Value, key)
            || (reread && await secrets.RereadAsync(options.Value.OwnerKeySecretName, secret, cancellationToken) is { } newer
                && newer.Value.Length >= ShortestKey && AreSame(newer.Value, key));
    }

    /// <summary>Why no key is the owner's, and what to do; null if there is one.</summary>
    public async ValueTask<string?> ProblemAsync(CancellationToken cancellationToken) => (await KeyAsync(cancellationToken)).Problem;

    private async ValueTask<(Secret? Secret, string? Problem)> KeyAsync(CancellationToken cancellationToken)
    {
        if (missing is { } known && time.GetCurrentInstant() < known.Until)
            return (null, known.Problem);
        var name = options.Value.OwnerKeySecretName;
        string problem;
        try
        {
            var secret = await secrets.GetAsync(name, cancellationToken);
            if (secret.Value.Length >= ShortestKey)
                return (secret, null);
            problem = $"secret '{name}' is too short for a key: store at least {ShortestKey} random characters";
        }
        catch (SecretUnavailableException e)
        {
            problem = e.Message;
        }
        missing = new(problem, time.GetCurrentInstant() + Retry);
        return (null, problem);
    }

    private static bool AreSame(string stored, string shown) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(stored)), SHA256.HashData(Encoding.UTF8.GetBytes(shown)));

    private sealed record Missing(string Problem, Instant Until);
}
