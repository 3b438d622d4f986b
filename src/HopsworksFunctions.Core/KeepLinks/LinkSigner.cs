using System.Text;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.KeepLinks;

/// <summary>
/// Makes and checks the links in messages. Anyone with a link can keep its cluster running, or start it again, without a function key.
/// </summary>
public sealed class LinkSigner(ISecretSource secrets, IOptions<LinkOptions> options, IOptions<StateOptions> state, TimeProvider time)
{
    /// <summary>How long after the stop time a link still opens, because the stop may be late and late visitors should be told.</summary>
    public static readonly Duration Lifetime = Duration.FromHours(4);

    private const int ShortestKey = 32;

    // Remembers a missing signing key, so a run does not ask Key Vault for every cluster.
    private static readonly Duration KeyRetry = Duration.FromMinutes(1);
    private volatile Missing? missing;

    /// <summary>The link for a stop warning. Null if links cannot be made; <see cref="DescribeAsync"/> says why.</summary>
    public ValueTask<Uri?> ForKeepAsync(string clusterId, Instant stopAt, CancellationToken cancellationToken) =>
        LinkAsync("keep", new(LinkPurpose.Keep, state.Value.Account, clusterId, stopAt, stopAt + Lifetime), cancellationToken);

    /// <summary>The link that starts a cluster again after a stop, until the given time. Null as for a warning.</summary>
    public ValueTask<Uri?> ForStartAsync(string clusterId, Instant stoppedAt, Instant until, CancellationToken cancellationToken) =>
        LinkAsync("start", new(LinkPurpose.Start, state.Value.Account, clusterId, stoppedAt, until), cancellationToken);

    private async ValueTask<Uri?> LinkAsync(string route, LinkToken token, CancellationToken cancellationToken) =>
        options.Value.BaseUrl is { } address && await KeyAsync(cancellationToken) is { Key: { } key }
            ? new($"{address.AbsoluteUri.TrimEnd('/')}/{route}?token={token.Sign(key)}")
            : null;

    /// <summary>Reads what a token permits, or why it permits nothing.</summary>
    public async ValueTask<(LinkToken? Token, LinkFault? Fault)> ReadAsync(
        string text, LinkPurpose purpose, CancellationToken cancellationToken)
    {
        var (secret, key, _) = await KeyAsync(cancellationToken);
        if (key is null)
            return (null, LinkFault.NoKey);
        var token = LinkToken.Read(text, purpose, key);
        // Another instance may already sign with a newer key.
        if (token is null && await secrets.RereadAsync(options.Value.SigningKeySecretName, secret!, cancellationToken) is not null
            && await KeyAsync(cancellationToken) is { Key: { } newer })
            token = LinkToken.Read(text, purpose, newer);
        return token switch
        {
            null => (null, LinkFault.Forged),
            _ when token.Account != state.Value.Account => (null, LinkFault.Foreign),
            _ when token.ExpiresAt <= Now => (token, LinkFault.Expired),
            _ => (token, null),
        };
    }

    /// <summary>
    /// For <c>health</c>: the address of links, or why there are none and what to do. Links are optional, so neither is an error.
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

/// <summary>Why a link is not valid.</summary>
public enum LinkFault
{
    /// <summary>Not signed with the current signing key: cut short, made up, or older than the key.</summary>
    Forged,
    Expired,
    /// <summary>For another account.</summary>
    Foreign,
    /// <summary>The signing key cannot be read, so the link cannot be checked.</summary>
    NoKey,
}
