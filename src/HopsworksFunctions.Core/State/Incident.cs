using System.Text.Json;
using HopsworksFunctions.Core.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>Something that went wrong and that people were told of; it is open until they are told that it is over.</summary>
/// <param name="ClusterId">Null when it concerns the whole account.</param>
public sealed record Incident(EventKind Kind, string? ClusterId, Instant Since, string Message)
{
    /// <summary>At most one incident of a kind is open for a cluster, or for the account.</summary>
    internal string Key => JsonNamingPolicy.CamelCase.ConvertName(Kind.ToString()) + (ClusterId is null ? "" : $":{ClusterId}");
}
