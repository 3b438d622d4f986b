using System.Text;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Secrets;

/// <summary>
/// A secret that may be missing and must have a minimum length. A problem with it is remembered for a minute, so that frequent callers do
/// not ask Key Vault each time.
/// </summary>
/// <param name="name">Returns the name in Key Vault. It is called for each read, because settings may be invalid earlier.</param>
/// <param name="shortest">The minimum length in bytes.</param>
/// <param name="purpose">The purpose to name if it is too short.</param>
internal sealed class LongSecret(ISecretSource secrets, Func<string> name, int shortest, string purpose, TimeProvider time)
{
    private static readonly Duration Retry = Duration.FromMinutes(1);
    private volatile Missing? missing;

    /// <returns>The secret, or why there is none and what to do.</returns>
    public async ValueTask<(Secret? Secret, string? Problem)> GetAsync(CancellationToken cancellationToken)
    {
        if (missing is { } known && time.GetCurrentInstant() < known.Until)
            return (null, known.Problem);
        string problem;
        try
        {
            var secret = await secrets.GetAsync(name(), cancellationToken);
            if (Encoding.UTF8.GetByteCount(secret.Value) >= shortest)
                return (secret, null);
            problem = $"secret '{name()}' is too short for {purpose}: store at least {shortest} random characters";
        }
        catch (SecretUnavailableException e)
        {
            problem = e.Message;
        }
        missing = new(problem, time.GetCurrentInstant() + Retry);
        return (null, problem);
    }

    /// <summary>Returns the version stored since, because another instance may already use it; null if there is none.</summary>
    public async ValueTask<Secret?> NewerAsync(Secret refused, CancellationToken cancellationToken) =>
        await secrets.RereadAsync(name(), refused, cancellationToken) is null ? null : (await GetAsync(cancellationToken)).Secret;

    private sealed record Missing(string Problem, Instant Until);
}
