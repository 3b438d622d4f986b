using System.Text.Json;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>Something that went wrong and that people were told of; it is open until they are told that it is over.</summary>
/// <param name="ClusterId">Null when it concerns the whole account.</param>
public sealed record Incident(EventKind Kind, string? ClusterId, Instant Since, string Message)
{
    /// <summary>The key of the channel that it is about; null when it is about none.</summary>
    public string? Channel { get; init; }

    internal string? Subject => ClusterId ?? Channel;

    /// <summary>At most one incident of a kind is open for a cluster, a channel, or the account.</summary>
    internal string Key => JsonNamingPolicy.CamelCase.ConvertName(Kind.ToString()) + (Subject is null ? "" : $":{Subject}");
}
