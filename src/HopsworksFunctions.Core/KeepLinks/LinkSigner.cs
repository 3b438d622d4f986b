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
    /// <summary>How long after the stop time a link still opens, because the stop may be late and late visitors need an answer.</summary>
    public static readonly Duration Lifetime = Duration.FromHours(4);

    private const int ShortestKey = 32;

    private readonly LongSecret stored = new(secrets, () => options.Value.SigningKeySecretName, ShortestKey, "signing", time);

    /// <summary>Returns the link for a stop warning. Null if links cannot be made; <see cref="DescribeAsync"/> says why.</summary>
    public ValueTask<Uri?> ForKeepAsync(string clusterId, Instant stopAt, CancellationToken cancellationToken) =>
        LinkAsync("keep", new(LinkPurpose.Keep, state.Value.Account, clusterId, stopAt, stopAt + Lifetime), cancellationToken);

    /// <summary>Returns the link that starts a cluster again after a stop, until the given time. Null as for a warning.</summary>
    public ValueTask<Uri?> ForStartAsync(string clusterId, Instant stoppedAt, Instant until, CancellationToken cancellationToken) =>
        LinkAsync("start", new(LinkPurpose.Start, state.Value.Account, clusterId, stoppedAt, until), cancellationToken);

    private async ValueTask<Uri?> LinkAsync(string route, LinkToken token, CancellationToken cancellationToken) =>
        options.Value.BaseUrl is { } address && (await stored.GetAsync(cancellationToken)).Secret is { } secret
            ? new($"{address.AbsoluteUri.TrimEnd('/')}/{route}?token={token.Sign(KeyOf(secret))}"
                + (state.Value.IsOneOfSeveral ? $"&account={token.Account}" : ""))
            : null;

    /// <summary>Reads a token. The fault says why it permits nothing; null if it is valid.</summary>
    public async ValueTask<(LinkToken? Token, LinkFault? Fault)> ReadAsync(
        string text, LinkPurpose purpose, CancellationToken cancellationToken)
    {
        if ((await stored.GetAsync(cancellationToken)).Secret is not { } secret)
            return (null, LinkFault.NoKey);
        var token = LinkToken.Read(text, purpose, KeyOf(secret));
        if (token is null && await stored.NewerAsync(secret, cancellationToken) is { } newer)
            token = LinkToken.Read(text, purpose, KeyOf(newer));
        return token switch
        {
            null => (null, LinkFault.Forged),
            _ when token.Account != state.Value.Account => (null, LinkFault.Foreign),
            _ when token.ExpiresAt <= Now => (token, LinkFault.Expired),
            _ => (token, null),
        };
    }

    /// <summary>
    /// For <c>health</c>: returns the address of links, or why there are none and what to do. Links are optional, so neither is an error.
    /// </summary>
    public async ValueTask<string> DescribeAsync(CancellationToken cancellationToken)
    {
        if (options.Value.BaseUrl is not { } address)
        {
            return "warnings have no link: set Links__BaseUrl to the address of this app's functions, "
                + "such as https://my-app.azurewebsites.net/api";
        }
        return (await stored.GetAsync(cancellationToken)).Problem is { } problem
            ? $"warnings have no link: {problem}"
            : $"warnings link to {address.AbsoluteUri.TrimEnd('/')}/keep";
    }

    private static byte[] KeyOf(Secret secret) => Encoding.UTF8.GetBytes(secret.Value);

    private Instant Now => time.GetCurrentInstant();
}

/// <summary>The reasons why a link is not valid.</summary>
public enum LinkFault
{
    /// <summary>The link is not signed with the current signing key: cut short, made up, or older than the key.</summary>
    Forged,
    Expired,
    /// <summary>The link is for another account.</summary>
    Foreign,
    /// <summary>The signing key cannot be read, so the link cannot be checked.</summary>
    NoKey,
}
