using System.Text.Json;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>A problem that was reported to channels. It stays open until they are told that it is resolved.</summary>
/// <param name="ClusterId">Null for an incident that concerns the whole account.</param>
public sealed record Incident(EventKind Kind, string? ClusterId, Instant Since, string Message)
{
    public string Message { get; init => field = TextSanitizer.Bound(value); } = TextSanitizer.Bound(Message);

    /// <summary>The key of the channel it concerns; null for none.</summary>
    public string? Channel { get; init; }

    /// <summary>The name of the rule it concerns, which distinguishes it from others of the same kind and cluster; null for none.</summary>
    public string? Rule { get; init; }

    /// <summary>The name of the calendar it concerns; null for none.</summary>
    public string? Calendar { get; init; }

    /// <summary>The owners of its cluster who were told, by the tag that a channel uses; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Owners { get; init; }

    internal string? Subject => Rule is not null ? $"rule:{Rule}{(ClusterId is null ? "" : $":{ClusterId}")}"
        : Calendar is not null ? $"calendar:{Calendar}" : ClusterId ?? Channel;

    /// <summary>
    /// The key of the incident. At most one incident of a kind is open per rule and cluster, per channel, per calendar, or for the account.
    /// </summary>
    internal string Key => JsonNamingPolicy.CamelCase.ConvertName(Kind.ToString()) + (Subject is null ? "" : $":{Subject}");
}
