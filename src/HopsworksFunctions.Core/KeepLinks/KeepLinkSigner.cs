using System.Text;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.KeepLinks;

/// <summary>
/// Makes and checks keep-running links, with which anyone who was warned of a stop can keep the cluster running without a function key.
/// </summary>
public sealed class KeepLinkSigner(ISecretSource secrets, IOptions<LinkOptions> options, IOptions<StateOptions> state, TimeProvider time)
{
    /// <summary>How long after the stop a link still opens: it may be late, and who comes too late should be told so.</summary>
    public static readonly Duration Lifetime = Duration.FromHours(4);

    private const int ShortestKey = 32;

    // A vault that has no key is not asked for every cluster of a run.
    private static readonly Duration KeyRetry = Duration.FromMinutes(1);
    private volatile Missing? missing;

    /// <summary>The link for an announced stop; null, and <see cref="DescribeAsync"/> says why, where no links can be made.</summary>
    public async ValueTask<Uri?> ForAsync(string clusterId, StopWarning stop, CancellationToken cancellationToken)
    {
        if (options.Value.BaseUrl is not { } address || await KeyAsync(cancellationToken) is not { Key: { } key })
            return null;
        var token = new KeepToken(state.Value.Account, clusterId, stop.StopAt, stop.StopAt + Lifetime).Sign(key);
        return new($"{address.AbsoluteUri.TrimEnd('/')}/keep?token={token}");
    }

    /// <summary>What a token permits, or why it permits nothing.</summary>
    public async ValueTask<(KeepToken? Token, LinkFault? Fault)> ReadAsync(string text, CancellationToken cancellationToken)
    {
        var (secret, key, _) = await KeyAsync(cancellationToken);
        if (key is null)
            return (null, LinkFault.NoKey);
        var token = KeepToken.Read(text, key);
        // Another instance may sign with a newer key already.
        if (token is null && await secrets.RereadAsync(options.Value.SigningKeySecretName, secret!, cancellationToken) is not null
            && await KeyAsync(cancellationToken) is { Key: { } newer })
            token = KeepToken.Read(text, newer);
        return token switch
        {
            null => (null, LinkFault.Forged),
            _ when token.Account != state.Value.Account => (null, LinkFault.Foreign),
            _ when token.ExpiresAt <= Now => (token, LinkFault.Expired),
            _ => (token, null),
        };
    }

    /// <summary>
    /// For <c>health</c>: where links lead, or why there are none and what to do. Links are a convenience, so neither is an error.
    /// </summary>
    public async ValueTask<string> DescribeAsync(CancellationToken cancellationToken)
    {
        if (options.Value.BaseUrl is not { } address)
        {
            return "warnings carry no link: set Links__BaseUrl to the address of this app's functions, "
                + "such as https://my-app.azurewebsites.net/api";
        }
        var found = await KeyAsync(cancellationToken);
        return found.Problem is { } problem
            ? $"warnings carry no link: {problem}"
            : $"warnings lead to {address.AbsoluteUri.TrimEnd('/')}/keep";
    }

    private async ValueTask<(Secret? Secret, byte[]? Key, string? Problem)> KeyAsync(CancellationToken cancellationToken)
    {
        if (missing is { } known && Now < known.Until)
            return (null, null, known.Problem);
        var name = options.Value.SigningKeySecretName;
        string problem;
        try
        {
            var secret = await secrets.GetAsync(name, cancellationToken);
            var key = Encoding.UTF8.GetBytes(secret.Value);
            if (key.Length >= ShortestKey)
                return (secret, key, null);
            problem = $"the secret '{name}' is too short to sign with; store at least {ShortestKey} random characters in it";
        }
        catch (SecretUnavailableException e)
        {
            problem = e.Message;
        }
        missing = new(problem, Now + KeyRetry);
        return (null, null, problem);
    }

    private Instant Now => time.GetCurrentInstant();

    private sealed record Missing(string Problem, Instant Until);
}

/// <summary>Why a link is good for nothing.</summary>
public enum LinkFault
{
    /// <summary>Not signed with our key: cut short, made up, or older than the key.</summary>
    Forged,
    Expired,
    /// <summary>Of another account.</summary>
    Foreign,
    /// <summary>The key cannot be had, so nothing can be said of the link.</summary>
    NoKey,
}
