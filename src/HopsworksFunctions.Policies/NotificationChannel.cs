using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;

namespace HopsworksFunctions.Policies;

/// <summary>A channel: its type, the Key Vault secrets with its address and signing key, and the events that it subscribes to.</summary>
/// <param name="UrlSecret">With <see cref="ByTag"/> a pattern such as <c>slack-{team}</c>, until the owner is known.</param>
/// <param name="On">By name or by severity.</param>
public sealed record NotificationChannel(ChannelType Type, string UrlSecret, string? SigningSecret, IReadOnlySet<EventKind> On)
{
    /// <summary>The names of the rules of whose clusters it hears; null for all. What concerns no rule it hears anyway.</summary>
    public TextPatterns? Rules { get; init; }

    /// <summary>Whether it gets a request for each event, by which a pager opens and closes an alert; generic channels only.</summary>
    public bool Each { get; init; }

    /// <summary>When it hears of no information until the end; null for never.</summary>
    public Schedule? Quiet { get; init; }

    /// <summary>How each owner's secret is named; null for a channel with one address.</summary>
    public OwnerTag? ByTag { get; init; }

    /// <summary>Whether its address is that of one owner, or the fallback; with <see cref="ByTag"/> only.</summary>
    public bool HasAddress => ByTag is null || !UrlSecret.Contains('{');

    /// <summary>What else the policies send to the same address; null for nothing.</summary>
    public IReadOnlyList<NotificationChannel>? Also { get; init; }

    /// <summary>Identifies the channel in every run, such as <c>slack:slack-webhook</c>.</summary>
    public string Key => $"{CamelCase.Of(Type)}:{UrlSecret}";

    /// <summary>The channel of an owner; that of the fallback for null. Null without such a channel.</summary>
    public NotificationChannel? ForOwner(string? word) =>
        (word is null ? ByTag?.Fallback : ByTag?.SecretOf(word)) is { } secret ? this with { UrlSecret = secret } : null;

    /// <summary>Whether a channel's key is its own, or that of one of its owners.</summary>
    public bool Covers(string key) => key == Key
        || ByTag is { } owners && key.Split(':', 2) is [var type, var secret] && type == CamelCase.Of(Type) && owners.Covers(secret);

    /// <summary>Whether the receiver can verify a signature.</summary>
    public bool IsSignable => Type == ChannelType.Generic;
}
