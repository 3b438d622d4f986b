using System.Text.Json;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>A problem that people were told of; it stays open until they are told that it is resolved.</summary>
/// <param name="ClusterId">Null for an incident of the whole account.</param>
public sealed record Incident(EventKind Kind, string? ClusterId, Instant Since, string Message)
{
    public string Message { get; init => field = TextSanitizer.Bound(value); } = TextSanitizer.Bound(Message);

    /// <summary>The key of the channel it concerns; null for none.</summary>
    public string? Channel { get; init; }

    /// <summary>The rule it concerns, which distinguishes it from others of its kind and cluster; null for none.</summary>
    public string? Rule { get; init; }

    /// <summary>The name of the calendar it concerns; null for none.</summary>
    public string? Calendar { get; init; }

    /// <summary>Who was told of it: the owners of its cluster, by the tags that channels choose by; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Owners { get; init; }

    internal string? Subject => Rule is not null ? $"rule:{Rule}{(ClusterId is null ? "" : $":{ClusterId}")}"
        : Calendar is not null ? $"calendar:{Calendar}" : ClusterId ?? Channel;

    /// <summary>At most one incident of a kind is open per rule and cluster, per channel, per calendar, or for the account.</summary>
    internal string Key => JsonNamingPolicy.CamelCase.ConvertName(Kind.ToString()) + (Subject is null ? "" : $":{Subject}");
}
