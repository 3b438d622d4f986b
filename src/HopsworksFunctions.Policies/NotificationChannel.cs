using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;

namespace HopsworksFunctions.Policies;

/// <summary>A channel: its type, the Key Vault secrets with its address and signing key, and the events that it subscribes to.</summary>
/// <param name="UrlSecret">The name; with <see cref="ByTag"/> a pattern such as <c>slack-{team}</c> until the owner is known.</param>
/// <param name="On">The events that it subscribes to, by name or by severity.</param>
public sealed record NotificationChannel(ChannelType Type, string UrlSecret, string? SigningSecret, IReadOnlySet<EventKind> On)
{
    /// <summary>The names of the rules that it gets events of; null for all. It also gets all events without a rule.</summary>
    public TextPatterns? Rules { get; init; }

    /// <summary>Whether each event is its own request, so that a pager can open and close an alert; generic channels only.</summary>
    public bool Each { get; init; }

    /// <summary>The quiet hours, at the end of which it gets events of severity information; null for none.</summary>
    public Schedule? Quiet { get; init; }

    /// <summary>The names of the owners' secrets; null for a channel with one address.</summary>
    public OwnerTag? ByTag { get; init; }

    /// <summary>Whether its address is known, which with <see cref="ByTag"/> means that it is one owner's or the fallback.</summary>
    public bool HasAddress => ByTag is null || !UrlSecret.Contains('{');

    /// <summary>The other channels with the same address; null for none.</summary>
    public IReadOnlyList<NotificationChannel>? Also { get; init; }

    /// <summary>Identifies the channel in every run, such as <c>slack:slack-webhook</c>.</summary>
    public string Key => $"{CamelCase.Of(Type)}:{UrlSecret}";

    /// <summary>Returns the channel of an owner, or of the fallback for null; null if there is no such channel.</summary>
    public NotificationChannel? ForOwner(string? word) =>
        (word is null ? ByTag?.Fallback : ByTag?.SecretOf(word)) is { } secret ? this with { UrlSecret = secret } : null;

    /// <summary>Returns whether a channel's key is its own, or that of one of its owners.</summary>
    public bool Covers(string key) => key == Key
        || ByTag is { } owners && key.Split(':', 2) is [var type, var secret] && type == CamelCase.Of(Type) && owners.Covers(secret);

    /// <summary>Whether the receiver can verify a signature.</summary>
    public bool IsSignable => Type == ChannelType.Generic;
}
